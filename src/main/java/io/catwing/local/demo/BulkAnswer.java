package io.catwing.local.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * An entity of any size, generated while it is sent: no more than one record is in memory. {@code /bulk/sales_orders} (about
 * a kilobyte per record, ten lines) and {@code /bulk/inventory} (about 110 bytes) take {@code records}, and {@code page}
 * with {@code page_size} for a part of them; without, one body holds all. {@code date} is the day of the records.
 */
final class BulkAnswer {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LINES = 10;

    private final boolean orders;
    private final LocalDate date;
    private final long records;
    private final long first;
    private final long end;
    private final int page;
    private final int size;

    BulkAnswer(Request request) {
        this.orders = request.path().equals("/sales_orders");
        if (!orders && !request.path().equals("/inventory")) {
            throw new Request.BadRequest("there are /sales_orders and /inventory", null);
        }
        try {
            this.date = LocalDate.parse(request.query().getOrDefault("date", "2026-01-05"));
        } catch (DateTimeException e) {
            throw new Request.BadRequest("date must be YYYY-MM-DD", e);
        }
        this.records = request.number("records", 1000);
        this.page = request.number("page", 0);
        this.size = Math.max(1, request.number("page_size", 1000));
        this.first = page == 0 ? 0 : (page - 1L) * size;
        this.end = page == 0 ? records : Math.min(records, first + size);
    }

    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (long i = first; i < end; i++) {
                json.writeStartObject();
                if (orders) {
                    order(json, i);
                } else {
                    stock(json, i);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("meta");
            json.writeNumberField("page", Math.max(1, page));
            json.writeNumberField("total_pages", page == 0 ? 1 : Math.max(1, (records + size - 1) / size));
            json.writeNumberField("total", records);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void order(JsonGenerator json, long index) throws IOException {
        SplittableRandom random = new SplittableRandom(index);
        json.writeStringField("order_no", String.format("BULK-%s-%010d", date, index));
        json.writeStringField("store", "L" + (100 + index % 60));
        json.writeStringField("customer", "C" + random.nextInt(100_000));
        json.writeStringField("state", "completed");
        json.writeStringField("ordered_at", date.atStartOfDay().plusSeconds(index % 86_400) + "Z");
        json.writeStringField("currency", "GBP");
        json.writeArrayFieldStart("lines");
        for (int line = 1; line <= LINES; line++) {
            int quantity = 1 + random.nextInt(9);
            int cents = 100 + random.nextInt(9000);
            json.writeStartObject();
            json.writeNumberField("line", line);
            json.writeStringField("sku", "SKU-" + random.nextInt(5000));
            json.writeNumberField("qty", quantity);
            json.writeStringField("unit_price", PagedWords.decimal(cents));
            json.writeStringField("discount", "0.00");
            json.writeStringField("amount", PagedWords.decimal((long) quantity * cents));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void stock(JsonGenerator json, long index) throws IOException {
        json.writeStringField("location", "L" + index / 100_000);
        json.writeStringField("sku", "SKU-" + index % 100_000);
        json.writeNumberField("on_hand", Math.floorMod(index * 31 + date.toEpochDay(), 500));
        json.writeNumberField("reserved", 0);
        json.writeStringField("unit_cost", PagedWords.decimal(100 + index % 9000));
        json.writeStringField("counted_at", date + "T23:00:00Z");
    }
}
