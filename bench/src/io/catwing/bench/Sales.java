package io.catwing.bench;

import io.catwing.bucket.RawKey;
import io.catwing.bucket.RawMetadata;
import io.catwing.bucket.RawPuts;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.support.Servers;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The same sales orders twice: as raw files in S3, and as CSV files that {@code psql \copy} takes as they are.
 *
 * @param lines order lines altogether
 */
record Sales(ClientId client, List<Day> days, long lines) {
    private static final int LINES_PER_ORDER = 10;

    /** @param json the raw file's bytes, for contenders that read files instead of S3 */
    record Day(RawKey key, Path json, Path heads, Path lines) {}

    /** @param window days whose orders each raw file holds, as a delta that overlaps: 1 is the day's own alone */
    static Sales make(Servers.Bucket bucket, Path folder, int dayCount, long lineCount, int window) throws IOException {
        return make(bucket, folder, new ClientId("CW-000001"), dayCount, lineCount, window);
    }

    static Sales make(Servers.Bucket bucket, Path folder, ClientId client, int dayCount, long lineCount, int window)
            throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        LocalDate first = LocalDate.of(2025, 1, 1);
        List<Day> days = new ArrayList<>();
        long ordersPerDay = Math.max(1, lineCount / LINES_PER_ORDER / dayCount);
        long order = 536_365;
        Deque<List<String>> records = new ArrayDeque<>();
        for (int d = 0; d < dayCount; d++) {
            LocalDate date = first.plusDays(d);
            RawKey key = new RawKey(client, date, Entity.SALES_ORDERS);
            Day day = new Day(
                    key,
                    folder.resolve(date + ".json"),
                    folder.resolve(date + ".heads.csv"),
                    folder.resolve(date + ".lines.csv"));
            if (records.size() == window) {
                records.removeFirst();
            }
            records.addLast(new ArrayList<>());
            write(day, order, ordersPerDay, random, records.getLast());
            String sha256 = write(day.json(), records);
            long inFile = ordersPerDay * records.size();
            RawPuts.put(
                    bucket,
                    key,
                    day.json(),
                    new RawMetadata(
                            inFile,
                            1,
                            inFile,
                            false,
                            date,
                            date.plusDays(1),
                            sha256,
                            null,
                            "bench",
                            Instant.EPOCH,
                            null,
                            null,
                            Map.of()));
            days.add(day);
            order += ordersPerDay;
        }
        return new Sales(client, days, ordersPerDay * LINES_PER_ORDER * dayCount);
    }

    private static String write(Path file, Deque<List<String>> records) throws IOException {
        MessageDigest sha256 = sha256();
        try (OutputStream json =
                new BufferedOutputStream(new DigestOutputStream(Files.newOutputStream(file), sha256), 1 << 16)) {
            String before = "[\n";
            for (List<String> ofDay : records) {
                for (String one : ofDay) {
                    json.write((before + one).getBytes(StandardCharsets.UTF_8));
                    before = ",\n";
                }
            }
            json.write("\n]\n".getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void write(Day day, long firstOrder, long orders, SplittableRandom random, List<String> records)
            throws IOException {
        LocalDate date = day.key().date();
        try (BufferedWriter heads = Files.newBufferedWriter(day.heads());
                BufferedWriter lines = Files.newBufferedWriter(day.lines())) {
            StringBuilder text = new StringBuilder();
            for (long o = 0; o < orders; o++) {
                long id = firstOrder + o;
                String time = String.format("%sT%02d:%02d:00Z", date, 8 + random.nextInt(10), random.nextInt(60));
                int customer = 12_000 + random.nextInt(6_000);
                int location = 1 + random.nextInt(40);
                text.setLength(0);
                text.append("{\"invoice_no\":\"")
                        .append(id)
                        .append("\",\"invoice_date\":\"")
                        .append(time)
                        .append("\",\"status\":\"completed\",\"customer_id\":")
                        .append(customer)
                        .append(",\"store\":\"L")
                        .append(location)
                        .append("\",\"lines\":[");
                heads.write(day.key().client() + "," + id + ",L" + location + "," + customer + ",completed," + time
                        + ",GBP," + date + "\n");
                for (int l = 1; l <= LINES_PER_ORDER; l++) {
                    int product = 20_000 + random.nextInt(4_000);
                    int quantity = random.nextInt(24) - 1;
                    String price = random.nextInt(30) + "." + (10 + random.nextInt(90));
                    text.append(l == 1 ? "" : ",")
                            .append("{\"line\":")
                            .append(l)
                            .append(",\"stock_code\":\"")
                            .append(product)
                            .append("\",\"quantity\":")
                            .append(quantity)
                            .append(",\"unit_price\":")
                            .append(price)
                            .append('}');
                    lines.write(day.key().client() + "," + id + "," + l + "," + product + "," + quantity + "," + price
                            + "," + date + "\n");
                }
                text.append("]}");
                records.add(text.toString());
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
