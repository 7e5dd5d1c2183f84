package io.catwing.clientdata;

import static io.catwing.clientdata.ClientDataFixture.ONE;
import static io.catwing.clientdata.ClientDataFixture.OTHER;
import static io.catwing.clientdata.ClientDataFixture.lines;
import static io.catwing.clientdata.Sheets.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.ObjectStore;
import io.catwing.job.StepResult;
import io.catwing.support.Servers;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientDataIT {
    private static final String LOCATIONS = "supplier-availability/locations.xlsx";
    private static final String SUPPLIERS = "supplier-availability/static_suppliers_list.xlsx";
    private static final String NETWORK = "supplier-availability/supply_network_config.xlsx";

    private final Servers.Bucket bucket = Servers.bucket();
    private final AtomicInteger opened = new AtomicInteger();
    private ClientDataFixture fixture;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        fixture = new ClientDataFixture(bucket, counting(bucket.objectStore()), folder);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    /** The door, with its reads counted. */
    private ObjectStore counting(ObjectStore objectStore) {
        return (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (p, call, args) -> {
                    if (call.getName().equals("open")) {
                        opened.incrementAndGet();
                    }
                    try {
                        return call.invoke(objectStore, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Path locations(String... ids) {
        Object[][] rows = new Object[ids.length + 1][];
        rows[0] = row("Location ID", "Name", "Type", "Opening date", "Latitude");
        for (int i = 0; i < ids.length; i++) {
            rows[i + 1] = row(ids[i], "Town " + ids[i], "store", LocalDate.of(2019, 3, 25), 53.959);
        }
        return Sheets.write(folder.resolve("locations.xlsx"), rows);
    }

    private List<String> locationIds() {
        return fixture.rows("select client_id || ' ' || location_id from general.listed_location order by 1");
    }

    @Test
    void all_three_workbooks_become_rows_with_their_rejects_and_ledger() {
        fixture.upload(ONE, LOCATIONS, locations("L1", "L2"));
        fixture.upload(
                ONE,
                SUPPLIERS,
                Sheets.write(
                        folder.resolve("s.xlsx"),
                        row("Supplier ID", "Name", "Country", "Lead time", "Minimum order", "Order days", "Active"),
                        row("SUP-001", "Baker", "GB", "2,5", "1.250,00", "Wed,Mon", "no"),
                        row("SUP-002", "Hansen", null, "soon", null, "someday", null)));
        fixture.upload(
                ONE,
                NETWORK,
                Sheets.write(
                        folder.resolve("n.xlsx"),
                        row("Store", "Supplied by", "Source ID", "SKU", "Category", "Lead time", "Priority"),
                        row("L1", "warehouse", "L9", null, null, 1, 1),
                        row("L1", "supplier", "SUP-001", null, "Kitchen", null, 2)));

        assertThat(lines(fixture.run()))
                .containsExactly(
                        "CW-000200 " + SUPPLIERS + " DONE 1 1",
                        "CW-000200 " + LOCATIONS + " DONE 2 0",
                        "CW-000200 " + NETWORK + " DONE 2 0");
        assertThat(fixture.rows("select static_supplier::text from general.static_supplier static_supplier"))
                .containsExactly("(CW-000200,SUP-001,Baker,GB,2.5,1250,\"{1,3}\",f)");
        assertThat(fixture.rows("select l::text from general.listed_location l order by 1"))
                .containsExactly(
                        "(CW-000200,L1,\"Town L1\",store,,53.959,,2019-03-25)",
                        "(CW-000200,L2,\"Town L2\",store,,53.959,,2019-03-25)");
        assertThat(fixture.rows("select r::text from general.supply_rule r order by 1"))
                .containsExactly(
                        "(CW-000200,2,L1,warehouse,L9,,,1,1)", "(CW-000200,3,L1,supplier,SUP-001,,Kitchen,,2)");
        assertThat(fixture.rows(
                        "select object_key || ' ' || sheet || ' ' || row_number || ' ' || column_name || ' ' || value"
                                + " || ': ' || reason from ops.rejected_row order by 1"))
                .containsExactly(
                        "client-data/CW-000200/" + SUPPLIERS + " Sheet1 3 lead_time_days soon: not a number",
                        "client-data/CW-000200/" + SUPPLIERS
                                + " Sheet1 3 order_weekdays someday: 'someday' is no weekday; write Mon,Wed or 1;3");
        assertThat(fixture.rows("select object_key || ' ' || stage || ' ' || rows_loaded || ' ' || rows_rejected"
                        + " from ops.lake_ledger order by 1"))
                .containsExactly(
                        "client-data/CW-000200/" + LOCATIONS + " client-data 2 0",
                        "client-data/CW-000200/" + SUPPLIERS + " client-data 1 1",
                        "client-data/CW-000200/" + NETWORK + " client-data 2 0");
    }

    @Test
    void a_workbook_that_did_not_change_is_not_read_again_unless_all_is_asked_for() {
        fixture.upload(ONE, LOCATIONS, locations("L1"));
        fixture.run();

        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " ALREADY_THERE 0 0");
        assertThat(opened).hasValue(1);
        assertThat(lines(fixture.run(true))).containsExactly("CW-000200 " + LOCATIONS + " DONE 1 0");
        assertThat(opened).hasValue(2);

        fixture.jdbc.update("update ops.lake_ledger set reading = reading - 1");
        assertThat(lines(fixture.run()))
                .as("read by other rules")
                .containsExactly("CW-000200 " + LOCATIONS + " DONE 1 0");
    }

    @Test
    void a_new_workbook_replaces_the_former_one_as_a_whole() {
        fixture.upload(ONE, LOCATIONS, locations("L1", "L2", "", "L4"));
        fixture.upload(OTHER, LOCATIONS, locations("X1"));
        fixture.run();
        assertThat(fixture.rows("select row_number from ops.rejected_row")).containsExactly("4");

        fixture.upload(ONE, LOCATIONS, locations("L2", "L3"));

        assertThat(lines(fixture.run()))
                .containsExactly(
                        "CW-000200 " + LOCATIONS + " DONE 2 0", "CW-000151 " + LOCATIONS + " ALREADY_THERE 0 0");
        assertThat(locationIds()).containsExactly("CW-000151 X1", "CW-000200 L2", "CW-000200 L3");
        assertThat(fixture.rows("select row_number from ops.rejected_row")).isEmpty();
    }

    @Test
    void a_workbook_that_is_gone_from_s3_takes_its_rows_with_it() {
        fixture.upload(ONE, LOCATIONS, locations("L1", ""));
        fixture.run();
        fixture.delete(ONE, LOCATIONS);

        assertThat(lines(fixture.run()))
                .containsExactly("CW-000200 " + LOCATIONS + " DONE 0 0 it is gone from S3, and its 1 rows with it");
        assertThat(locationIds()).isEmpty();
        assertThat(fixture.rows("select object_key from ops.lake_ledger")).isEmpty();
        assertThat(fixture.rows("select object_key from ops.rejected_row")).isEmpty();
        assertThat(fixture.run()).isEmpty();
    }

    @Test
    void of_two_workbooks_the_one_under_supplier_availability_is_read_and_the_other_told() {
        fixture.upload(ONE, "locations.xlsx", locations("TOP"));
        assertThat(lines(fixture.run())).containsExactly("CW-000200 locations.xlsx DONE 1 0");

        fixture.upload(ONE, LOCATIONS, locations("L1"));
        String told = "CW-000200 locations.xlsx FAILED 0 0 two workbooks locations.xlsx:"
                + " client-data/CW-000200/locations.xlsx is ignored, the one under supplier-availability/ is read\n"
                + "HINT: delete one of them";
        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " DONE 1 0", told);
        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " ALREADY_THERE 0 0", told);
        assertThat(locationIds()).containsExactly("CW-000200 L1");

        fixture.delete(ONE, LOCATIONS);
        assertThat(lines(fixture.run())).containsExactly("CW-000200 locations.xlsx DONE 1 0");
        assertThat(locationIds()).containsExactly("CW-000200 TOP");
    }

    /** A list of suppliers counts in its folder alone. */
    @Test
    void files_of_other_names_are_named_by_each_run_and_left_alone() {
        fixture.upload(ONE, "static_suppliers_list.xlsx", locations("L1"));
        fixture.upload(ONE, "Locations.xlsx", locations("L1"));
        fixture.upload(ONE, "locations (1).xlsx", locations("L1"));
        fixture.upload(ONE, "supplier-availability/locations.xls", locations("L1"));
        fixture.upload(OTHER, "Lagerplätze\u202e 2026.xlsx", locations("L1"));

        String names = "\nHINT: names are locations.xlsx, supplier-availability/locations.xlsx,"
                + " supplier-availability/static_suppliers_list.xlsx, supplier-availability/supply_network_config.xlsx,"
                + " supply_network_config.xlsx";
        String[] told = {
            "CW-000200 other files ALREADY_THERE 0 0 4 files are not read, for the name is none that is expected:"
                    + " Locations.xlsx, locations (1).xlsx, static_suppliers_list.xlsx and 1 more" + names,
            "CW-000151 other files ALREADY_THERE 0 0 1 file is not read, for the name is none that is expected:"
                    + " Lagerplätze\ufffd 2026.xlsx" + names
        };
        assertThat(lines(fixture.run())).containsExactlyInAnyOrder(told);
        assertThat(lines(fixture.run())).as("again").containsExactlyInAnyOrder(told);
        assertThat(opened).hasValue(0);
        assertThat(locationIds()).isEmpty();
    }

    @Test
    void a_workbook_that_is_handed_in_is_what_the_next_run_reads_and_replaces_the_former() {
        assertThat(fixture.handIn(ONE, WorkbookKind.LOCATIONS, locations("L1")).key())
                .hasToString("client-data/CW-000200/" + LOCATIONS);
        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " DONE 1 0");

        fixture.handIn(ONE, WorkbookKind.LOCATIONS, locations("L2", "L3"));
        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " DONE 2 0");
        assertThat(locationIds()).containsExactly("CW-000200 L2", "CW-000200 L3");
    }

    @Test
    void a_workbook_that_is_handed_in_replaces_the_former_where_that_lies() {
        fixture.upload(ONE, "locations.xlsx", locations("L1"));

        assertThat(fixture.handIn(ONE, WorkbookKind.LOCATIONS, locations("L2")).key())
                .hasToString("client-data/CW-000200/locations.xlsx");
        assertThat(lines(fixture.run())).containsExactly("CW-000200 locations.xlsx DONE 1 0");
        assertThat(locationIds()).containsExactly("CW-000200 L2");

        fixture.upload(ONE, LOCATIONS, locations("L3"));
        assertThat(fixture.handIn(ONE, WorkbookKind.LOCATIONS, locations("L4")).key())
                .as("of two, the one that is read")
                .hasToString("client-data/CW-000200/" + LOCATIONS);
    }

    @Test
    void each_bad_workbook_is_one_outcome_and_everything_else_goes_on() throws Exception {
        for (Map.Entry<String, BadWorkbooks.Bad> bad : BadWorkbooks.all(folder).entrySet()) {
            fixture.upload(ONE, LOCATIONS, bad.getValue().file());
            fixture.upload(OTHER, LOCATIONS, locations("X1"));

            assertThat(lines(fixture.run(true)))
                    .as(bad.getKey())
                    .containsExactly(
                            "CW-000200 " + LOCATIONS + " FAILED 0 0 "
                                    + bad.getValue().message("client-data/CW-000200/" + LOCATIONS),
                            "CW-000151 " + LOCATIONS + " DONE 1 0");
        }
    }

    @Test
    void what_is_in_the_database_follows_from_what_is_in_s3_now() throws Exception {
        BadWorkbooks.Bad bad = BadWorkbooks.all(folder).get("password-protected");
        fixture.upload(ONE, LOCATIONS, locations("L1"));
        fixture.run();
        fixture.upload(ONE, LOCATIONS, bad.file());
        fixture.upload(OTHER, LOCATIONS, locations("X1", ""));

        assertThat(fixture.run()).extracting(StepResult::outcome).contains(StepResult.Outcome.FAILED);
        assertThat(locationIds()).as("a refused workbook leaves nothing").containsExactly("CW-000151 X1");
        assertThat(fixture.run())
                .as("and is told every day")
                .extracting(StepResult::outcome)
                .contains(StepResult.Outcome.FAILED);
        try (ClientDataFixture rebuilt = new ClientDataFixture(bucket, folder)) {
            rebuilt.run();
            assertThat(rebuilt.digests()).isEqualTo(fixture.digests());
        }
    }

    @Test
    void a_load_that_fails_half_way_leaves_all_as_it_was() throws Exception {
        fixture.upload(ONE, LOCATIONS, locations("L1", ""));
        fixture.run();
        var before = fixture.digests();
        fixture.upload(ONE, LOCATIONS, locations("L7", "L8", "L9"));
        fixture.jdbc.execute("create function refuse() returns trigger language plpgsql as $$ begin"
                + " if new.location_id = 'L9' then raise exception 'the disk is full of cats'; end if;"
                + " return new; end $$");
        fixture.jdbc.execute("create trigger refuse before insert on general.listed_location"
                + " for each row execute function refuse()");

        List<StepResult> failed = fixture.run();
        assertThat(failed)
                .as("a failure of the server says nothing about the workbook")
                .noneMatch(StepResult::refused);
        assertThat(lines(failed))
                .singleElement()
                .asString()
                .startsWith("CW-000200 " + LOCATIONS + " FAILED 0 0 the database failed while " + LOCATIONS
                        + " of CW-000200 was loaded: ")
                .contains("the disk is full of cats")
                .endsWith("HINT: nothing of it was loaded, what it held before is still there; please report the"
                        + " message");
        assertThat(fixture.digests()).isEqualTo(before);

        fixture.jdbc.execute("drop trigger refuse on general.listed_location");
        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " DONE 3 0");
        assertThat(locationIds()).containsExactly("CW-000200 L7", "CW-000200 L8", "CW-000200 L9");
    }

    @Test
    void a_workbook_that_the_database_refuses_leaves_nothing_as_in_a_rebuild() throws Exception {
        fixture.upload(ONE, LOCATIONS, locations("L1", ""));
        fixture.run();
        fixture.upload(ONE, LOCATIONS, locations("L7", "L9"));
        fixture.jdbc.execute("alter table general.listed_location add constraint allowed check (location_id <> 'L9')");

        List<StepResult> refused = fixture.run();
        assertThat(refused).allMatch(StepResult::refused);
        assertThat(lines(refused))
                .singleElement()
                .asString()
                .startsWith("CW-000200 " + LOCATIONS + " FAILED 0 0 the database failed while " + LOCATIONS
                        + " of CW-000200 was loaded: ")
                .endsWith("HINT: nothing of it was loaded, and the rows of the former one are gone; please report the"
                        + " message");
        assertThat(locationIds()).isEmpty();
        assertThat(fixture.rows("select count(*) from ops.rejected_row union all select count(*) from ops.lake_ledger"))
                .containsExactly("0", "0");

        fixture.jdbc.execute("alter table general.listed_location drop constraint allowed");
        assertThat(lines(fixture.run())).containsExactly("CW-000200 " + LOCATIONS + " DONE 2 0");
    }

    @Test
    void spool_files_go_whatever_happens() throws IOException {
        fixture.upload(ONE, LOCATIONS, locations("L1"));
        fixture.upload(OTHER, LOCATIONS, BadWorkbooks.all(folder).get("cut off").file());
        fixture.run();

        try (var files = Files.walk(folder.resolve("spool"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(f -> f.getFileName().toString()))
                    .containsOnly("lock");
        }
    }
}
