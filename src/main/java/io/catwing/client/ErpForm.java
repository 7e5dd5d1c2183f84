package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Values;
import java.net.URI;
import java.time.Duration;

/** {@code erp:} the server, and settings for all of its entities. */
final class ErpForm {
    private static final Key<Double> PER_SECOND = optional(
            "requests_per_second", Scalars.RATE, "20", "Requests started in a second, over all entities together.");
    private static final Key<Integer> CONCURRENT =
            optional("concurrent_requests", Scalars.whole(1), "4", "Requests under way at once, over all entities.");
    private static final Key<Duration> CONNECT =
            optional("connect_timeout", Scalars.DURATION, "5s", "To open a connection.");
    private static final Key<Duration> TIMEOUT =
            optional("timeout", Scalars.DURATION, "30s", "Of silence while an answer is awaited or read.");
    private static final Key<Long> BODY = optional("body", Scalars.SIZE, "64MB", "Of one answer, at most.");
    private static final Key<Integer> PAGES =
            optional("pages", Scalars.whole(1), "10000", "Of one raw file, at most: what ends an endless next link.");

    private static final Key<Duration> ANSWER = optional(
            "answer", Scalars.DURATION, "5m", "Of one answer as a whole, from the connection to its last byte.");
    private static final Key<Duration> FILE = optional(
            "file", Scalars.DURATION, "2h", "Of one raw file as a whole: all its requests, pauses and repetitions.");

    private static final ObjectForm<Erp.Limits> LIMITS = object(
            "limits",
            "Limits on requests to the ERP and on its answers.",
            v -> new Erp.Limits(
                    v.get(PER_SECOND),
                    v.get(CONCURRENT),
                    v.get(CONNECT),
                    v.get(TIMEOUT),
                    v.get(BODY),
                    v.get(PAGES),
                    v.get(ANSWER),
                    v.get(FILE)),
            PER_SECOND,
            CONCURRENT,
            CONNECT,
            TIMEOUT,
            BODY,
            PAGES,
            ANSWER,
            FILE);

    private static final Key<Double> MIN_SHARE = optional(
            "min_share", Scalars.SHARE, "0.5", "A snapshot has at least this share of the records of the last one.");
    private static final Key<Boolean> ALLOW_EMPTY =
            optional("allow_empty", Scalars.YES_NO, "false", "A snapshot without a record is believed.");

    private static final ObjectForm<EntitySpec.Volume> VOLUMES = object(
            "volume",
            "The gate that a snapshot passes, so that half an answer is not taken for the whole.",
            v -> new EntitySpec.Volume(v.get(MIN_SHARE), v.get(ALLOW_EMPTY)),
            MIN_SHARE,
            ALLOW_EMPTY);

    private static final Key<Integer> ATTEMPTS =
            optional("attempts", Scalars.whole(1), "8", "Of one request altogether, the first included.");
    private static final Key<Duration> DELAY =
            optional("delay", Scalars.DURATION, "500ms", "Before the second attempt; then it doubles, with jitter.");
    private static final Key<Duration> MAX_DELAY =
            optional("max_delay", Scalars.DURATION, "30s", "What the delay grows to.");

    private static final ObjectForm<Erp.Retry> RETRY =
            object("retry", "How a failed request is repeated.", ErpForm::retry, ATTEMPTS, DELAY, MAX_DELAY);

    static final Key<URI> URL = optional(
            "url",
            References.ADDRESS,
            "Base address of every request; needed unless every entity has a source. ${NAME} and ${NAME:-default} are taken from the environment.");
    static final Key<Auth> AUTH =
            optional("auth", AuthForm.AUTH, "How a request proves who sends it. Default: {type: none}.");
    private static final Key<Erp.Tls> TLS =
            optional("tls", TlsForm.TLS, "Our certificate, where the ERP asks for one, and its authority.");
    static final Key<Sign> SIGN = optional("sign", SignForm.SIGN, "A signature of each request.");
    static final Key<Erp.Limits> LIMITS_KEY =
            optional("limits", LIMITS, "Limits on requests to the ERP and on its answers.");
    static final Key<Erp.Retry> RETRY_KEY = optional("retry", RETRY, "How a failed request is repeated.");
    static final Key<RequestDraft> REQUEST =
            optional("request", RequestForm.DEFAULTS, "Method, query and headers that every request begins with.");
    static final Key<Paging> PAGING =
            optional("paging", PagingForm.PAGING, "How pages follow each other; an entity may say otherwise.");
    static final Key<Envelope> ENVELOPE = optional(
            "envelope", EnvelopeForm.ENVELOPE, "What is wrapped around the records; an entity may say otherwise.");
    static final Key<EntitySpec.Volume> VOLUME =
            optional("volume", VOLUMES, "The gate that a snapshot passes; an entity may say otherwise.");
    static final Key<Double> REJECT_SHARE = optional(
            "reject_share",
            Scalars.SHARE,
            "0.05",
            "Share of a file's records that may be rejected; above it the file fails as a whole.");
    static final Key<Formats> FORMATS =
            optional("formats", Formats.FORM, "How dates and numbers are written; an entity may say otherwise.");

    static final Key<AnswerShape> SHAPE =
            optional("answer", AnswerForm.ANSWER, "How the body of an answer is written; an entity may say otherwise.");

    /** @param erp null if the server itself is not described well; what the entities inherit is there nevertheless */
    record Draft(Erp erp, Values values) {}

    static final ObjectForm<Draft> ERP = object(
                    "erp",
                    "The ERP that the records come from, and what holds for all of its entities.",
                    v -> new Draft(erp(v), v),
                    URL,
                    AUTH,
                    TLS,
                    SIGN,
                    LIMITS_KEY,
                    RETRY_KEY,
                    REQUEST,
                    PAGING,
                    ENVELOPE,
                    SHAPE,
                    VOLUME,
                    REJECT_SHARE,
                    FORMATS)
            .lenient();

    private ErpForm() {}

    private static Erp erp(Values v) {
        Erp.Limits limits = v.find(LIMITS_KEY)
                .orElse(new Erp.Limits(20, 4, seconds(5), seconds(30), 64L << 20, 10_000, seconds(300), seconds(7200)));
        Erp.Retry retry = v.find(RETRY_KEY).orElse(new Erp.Retry(8, Duration.ofMillis(500), seconds(30)));
        URI url = v.find(URL).map(ErpForm::base).orElse(null);
        OAuth2Form.checkClear(v, AUTH, url);
        return new Erp(
                url,
                v.find(AUTH).orElse(new Auth.None()),
                v.find(TLS).orElse(null),
                v.find(SIGN).orElse(null),
                limits,
                retry);
    }

    /** Without trailing slashes: paths begin with one. */
    private static URI base(URI url) {
        return URI.create(url.toString().replaceFirst("/+$", ""));
    }

    private static Erp.Retry retry(Values v) {
        if (v.get(MAX_DELAY).compareTo(v.get(DELAY)) < 0) {
            v.refuse(MAX_DELAY, "is shorter than delay", "max_delay is what the delay grows to");
        }
        return new Erp.Retry(v.get(ATTEMPTS), v.get(DELAY), v.get(MAX_DELAY));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
