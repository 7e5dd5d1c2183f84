package io.catwing.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.bucket.Area;
import io.catwing.bucket.ObjectKey;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupNameTest {

    @ParameterizedTest
    @CsvSource({
        "2026-02-24, 2026-W09",
        "2025-12-28, 2025-W52",
        "2025-12-29, 2026-W01",
        "2026-01-01, 2026-W01",
        "2027-01-01, 2026-W53",
        "2027-01-03, 2026-W53",
        "2027-01-04, 2027-W01",
        "2024-12-30, 2025-W01"
    })
    void a_week_belongs_to_the_year_that_has_most_of_it(LocalDate date, String week) {
        assertThat(BackupName.weekOf(date).dump()).hasToString("db-backups/weekly/" + week + ".sql.gz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily/2026-02-24", "weekly/2026-W09"})
    void a_dump_and_its_manifest_have_one_name(String path) {
        BackupName name = name(path + ".sql.gz");

        assertThat(name(path + ".json")).isEqualTo(name);
        assertThat(name.dump()).hasToString("db-backups/" + path + ".sql.gz");
        assertThat(name.manifest()).hasToString("db-backups/" + path + ".json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daily/2026-02-24.sql",
                "daily/2026-W09.json",
                "weekly/2026-02-24.json",
                "2026-02-24.json",
                "daily/x/2026-02-24.json",
                "daily/2026-02-24.json.bak",
                "incoming/2026-02-24-20260224-031500-7f3a.sql.gz"
            })
    void anything_else_is_none_of_ours(String path) {
        assertThat(BackupName.of(new ObjectKey(Area.DB_BACKUPS, path))).isEmpty();
    }

    private static BackupName name(String path) {
        return BackupName.of(new ObjectKey(Area.DB_BACKUPS, path)).orElseThrow();
    }
}
