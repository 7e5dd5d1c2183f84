package io.catwing.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's own Chromium, headless. Nothing is downloaded for it. */
final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;
    private final String origin;
    private final List<String> requested = new ArrayList<>();

    private Chromium(ChromeDriver driver, String origin) {
        this.driver = driver;
        this.origin = origin;
    }

    /** Skips the test where the machine has no Chromium. */
    static Chromium at(String origin) throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
                "there is no " + BROWSER + " with " + DRIVER + ": apt-get install chromium chromium-driver");
        Files.createDirectories(SCREENSHOTS);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        // Of a container, where there is no user but root and little shared memory.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        return new Chromium(new ChromeDriver(service, options), origin);
    }

    void open(String path) {
        driver.get(origin + path);
    }

    String path() {
        return driver.getCurrentUrl().substring(origin.length());
    }

    /** Waits for it: a click does not always wait for the page that it leads to. */
    WebElement find(String css) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreException(NoSuchElementException.class)
                .until(() -> driver.findElement(By.cssSelector(css)), Objects::nonNull);
    }

    void clickText(String css, String text) {
        driver.findElements(By.cssSelector(css)).stream()
                .filter(each -> each.getText().equals(text))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(css + " with the text " + text))
                .click();
    }

    /** Of a table's row that names it. */
    void tickRow(String table, String name) {
        driver.findElements(By.cssSelector(table + " tbody tr")).stream()
                .filter(row -> row.getText().contains(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(table + " with a row of " + name))
                .findElement(By.cssSelector("input[type=checkbox]"))
                .click();
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    /** Waits until a click has led there. */
    void awaitPath(String path) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(path())
                .isEqualTo(path));
    }

    /** Waits until the page, by itself, says so somewhere below the element. */
    void await(String css, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(texts(css)).as(css).anyMatch(each -> each.contains(text)));
    }

    /** In one step: what it finds may be replaced at any time. */
    private List<String> texts(String css) {
        List<?> found = (List<?>) driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText)", css);
        return found.stream().map(String::valueOf).toList();
    }

    void screenshot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    void light() {
        prefers("light");
    }

    void dark() {
        prefers("dark");
    }

    private void prefers(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** As wide as a phone, or as a desk. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        pixels,
                        "height",
                        pixels < 500 ? 800 : 900,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        pixels < 500));
    }

    /** In both themes, and as wide as a phone. */
    void look(String name) throws IOException {
        assertAccessible();
        screenshot(name);
        dark();
        assertAccessible();
        screenshot(name + "-dark");
        light();
        width(390);
        screenshot(name + "-phone");
        assertThat(isWiderThanItsWindow()).as("%s on a phone", name).isFalse();
        width(1280);
    }

    boolean isWiderThanItsWindow() {
        return (boolean) driver.executeScript("return document.documentElement.scrollWidth > window.innerWidth");
    }

    /** No violation of axe-core's rules that is serious or critical. */
    void assertAccessible() throws IOException {
        driver.executeScript(axe());
        Object found = driver.executeAsyncScript("const done = arguments[0]; axe.run().then(r => done(r.violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))))");
        assertThat((List<?>) found).as("%s, by axe-core", path()).isEmpty();
    }

    private static String axe() throws IOException {
        Properties webjar = new Properties();
        try (InputStream said = resource("/META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            webjar.load(said);
        }
        try (InputStream script =
                resource("/META-INF/resources/webjars/axe-core/" + webjar.getProperty("version") + "/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream resource(String name) {
        return Chromium.class.getResourceAsStream(name);
    }

    /** Everything that the browser asked for so far. */
    List<String> requested() throws IOException {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = new ObjectMapper().readTree(entry.getMessage()).path("message");
            String url = message.at("/params/request/url").asText();
            // Chromium's own pictures in its own fields are data.
            if (message.path("method").asText().equals("Network.requestWillBeSent") && !url.startsWith("data:")) {
                requested.add(url);
            }
        }
        return requested;
    }

    /** Errors that the console tells, those of the content policy among them. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().equals(Level.SEVERE))
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
