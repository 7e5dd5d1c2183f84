package io.catwing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.EntityStatus;
import io.catwing.job.StageStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static final ClientId CLIENT = new ClientId("CW-000200");
    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);

    private static EntityStatus entity(List<LocalDate> missing, int waiting, long rejected, String lastError) {
        return new EntityStatus(
                CLIENT, Entity.PRODUCTS, DAY, missing, List.of(), DAY, 3, waiting, rejected, 0, lastError);
    }

    private static StageStatus stage(long failed) {
        return new StageStatus(CLIENT, "stats", Instant.EPOCH, 11, failed, 5, 2, null);
    }

    private static int exit(EntityStatus entity, StageStatus stage, String... health) {
        return StatusCommand.exit(List.of(entity(List.of(), 0, 0, null), entity), List.of(stage), List.of(health));
    }

    @Test
    void it_exits_0_where_all_is_well_although_records_were_set_aside() {
        assertThat(exit(entity(List.of(), 0, 7, null), stage(0))).isZero();
    }

    @Test
    void an_error_that_several_entities_have_is_told_once() {
        List<EntityStatus> rows = Stream.of(Entity.PRODUCTS, Entity.SUPPLIERS, Entity.LOCATIONS)
                .map(entity -> new EntityStatus(
                        CLIENT,
                        entity,
                        DAY,
                        List.of(),
                        List.of(),
                        DAY,
                        3,
                        0,
                        0,
                        0,
                        entity == Entity.LOCATIONS
                                ? "no answer"
                                : "GET http://erp/" + entity + " answered 401\nHINT: check erp.auth"))
                .toList();

        assertThat(StatusCommand.errors(rows))
                .containsExactly(
                        "CW-000200 products, suppliers (2 entities, one cause): GET http://erp/products answered 401\nHINT:"
                                + " check erp.auth",
                        "CW-000200 locations: no answer");
    }

    @Test
    void it_exits_1_where_anything_is_wrong() {
        EntityStatus well = entity(List.of(), 0, 0, null);
        assertThat(exit(entity(List.of(DAY), 0, 0, null), stage(0)))
                .as("a day is missing")
                .isOne();
        assertThat(exit(entity(List.of(), 1, 0, null), stage(0)))
                .as("a file is not loaded")
                .isOne();
        assertThat(exit(entity(List.of(), 0, 0, "no answer"), stage(0)))
                .as("a fetch failed")
                .isOne();
        assertThat(exit(well, stage(1))).as("a stage failed").isOne();
        assertThat(exit(well, stage(0), "the last backup is old")).as("health").isOne();
    }
}
