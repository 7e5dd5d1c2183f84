package io.catwing.client;

import io.catwing.client.yaml.Reading;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/** Whether an ERP takes the bounds of a delta by the newest record for the moments that they stand for. */
final class WindowZone {
    private final Reading reading;
    private final ZoneId client;
    private final Formats formats;

    /** @param client in which bounds are written */
    WindowZone(Reading reading, ZoneId client, Formats formats) {
        this.reading = reading;
        this.client = client;
        this.formats = formats;
    }

    /**
     * An ERP whose times are of another zone takes a bound as one of that zone, too. Where times may have an offset it is not
     * known of which they are: east of UTC a local time that is taken for UTC is later than what it stands for.
     */
    void check(Delta.Newest newest, List<RequestDraft> all) {
        ZoneId naive = formats.notation().zone();
        if (naive != null && !naive.getRules().equals(client.getRules())) {
            boolean utc = naive.getRules().equals(ZoneOffset.UTC.getRules());
            refuse(
                    all,
                    template -> template.writesLocalTimeOf(DeltaChecks.WINDOW),
                    "writes {{from}} or {{to}} in " + client + " without an offset, but formats.zone is " + naive
                            + ": changes would be skipped",
                    utc
                            ? "write the time in UTC, such as {{from|utc:yyyy-MM-dd HH:mm:ss}} or {{from|instant}}"
                            : "write the time with its offset, such as {{from|yyyy-MM-dd'T'HH:mm:ssXXX}}, or have"
                                    + " time_zone be that of formats");
            return;
        }
        List<String> times = newest.formats().isEmpty() ? formats.time() : newest.formats();
        if (times.stream().allMatch(DatePattern::hasNoOffset)) {
            // Such a time is written back as it was read, of whichever zone it is.
            return;
        }
        String utc = "write {{from|instant}}, or another form of UTC such as {{from|utc:yyyy-MM-dd HH:mm:ss}} or"
                + " {{from|utc:yyyy-MM-dd}}";
        if (!client.getRules().equals(ZoneOffset.UTC.getRules())) {
            refuse(
                    all,
                    template -> template.saysUtcOfLocalTime(DeltaChecks.WINDOW),
                    "writes {{from}} or {{to}} in " + client + ", and Z behind it, which says UTC",
                    utc);
        }
        if (naive == null && ZoneOffsets.aheadOfUtc(client.getRules())) {
            refuse(
                    all,
                    template -> template.writesLocalTimeOf(EnumSet.of(Variable.FROM))
                            && !template.saysUtcOfLocalTime(DeltaChecks.WINDOW),
                    "writes {{from}} in " + client
                            + " without an offset: an ERP that takes it for UTC would skip changes",
                    utc + "; or say formats: {zone: " + client + "} if the ERP takes times of that zone");
        }
    }

    private void refuse(List<RequestDraft> requests, Predicate<Template> wrong, String what, String hint) {
        requests.stream()
                .filter(request -> DeltaChecks.templates(request).anyMatch(wrong))
                .forEach(request -> reading.refuse(request.at(), request.at().path() + " " + what, hint));
    }
}
