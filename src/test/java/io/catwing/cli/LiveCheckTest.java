package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.Client;
import io.catwing.client.ClientFiles;
import io.catwing.client.Entity;
import io.catwing.failure.QuarantinedFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveCheckTest {
    @TempDir
    private Path folder;

    @Test
    void it_says_of_each_entity_what_fits_and_what_does_not_and_one_cause_once() throws IOException {
        StringWriter text = new StringWriter();
        Client client = client();
        LiveCheck check = new LiveCheck(
                (known, entity) -> {
                    if (entity == Entity.PRODUCTS) {
                        return List.of("{\"id\":\"a\",\"price\":\"1.5\"}", "{\"id\":\"b\",\"price\":\"1,5\"}");
                    } else if (entity == Entity.LOCATIONS) {
                        return List.of("{\"id\":\"l\"}");
                    }
                    throw new QuarantinedFailure(
                            "GET https://erp.example.com/" + entity + " answered 401", "check erp.auth");
                },
                new PrintWriter(text));

        assertThat(check.check(client, client.entities().values())).isFalse();
        assertThat(text.toString().lines())
                .containsExactly(
                        "CW-000900 products: 1 rejected of a page of 2",
                        "  record 1: list_price from /price is not a number: 1,5; declare formats: {decimal: \",\"}",
                        "  without a value in every record: name (/name)",
                        "  to be declared below formats: of erp or of the entity, if the values mean this:",
                        "    decimal: \",\"  # list_price from /price: 1,5",
                        "CW-000900 locations: everything fits of a page of 1",
                        "CW-000900 suppliers, inventory failed for one reason, 2 entities: GET"
                                + " https://erp.example.com/suppliers answered 401",
                        "HINT: check erp.auth");
    }

    private Client client() throws IOException {
        Files.writeString(
                folder.resolve("CW-000900.yaml"),
                """
                client: CW-000900
                name: Shop
                erp: {url: https://erp.example.com}
                entities:
                  products: {snapshot: true, request: {path: /p}, mapping: {product_id: /id, name: /name, list_price: /price}}
                  suppliers: {snapshot: true, request: {path: /s}, mapping: {supplier_id: /id}}
                  locations: {snapshot: true, request: {path: /l}, mapping: {location_id: /id}}
                  inventory: {snapshot: true, request: {path: /i}, mapping: {location_id: /l, product_id: /p}}
                """);
        return ClientFiles.read(folder, name -> null).clients().get(0);
    }
}
