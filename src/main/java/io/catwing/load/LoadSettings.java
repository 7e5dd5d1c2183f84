package io.catwing.load;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code catwing.load}.
 *
 * @param parallel files loaded at a time, each with a connection
 * @param files that one transaction holds at most
 * @param batchBytes after which no further file joins a transaction
 * @param chunkBytes of rows, roughly, that go to the database at a time; each worker holds three of them
 * @param bulkBytes of rows that all workers of a replay in bulk hold together; a file whose rows do not fit into a
 *     worker's third of its share is left to the ordinary load
 * @param bulkKeys that a replay in bulk remembers of one client's entity, at 28 bytes each when it is full; files that
 *     would bring more are left to the ordinary load
 * @param bulkFiles of clients whose files a replay in bulk has in memory together, some 250 bytes each; a client's are never parted
 * @param reads small files of one load that are read before their worker asks for them, at most, those that are being loaded
 *     included; 0 for none
 * @param readBytes that these files have together; one with more than a quarter of it is read by its worker
 */
@Validated
@ConfigurationProperties("catwing.load")
public record LoadSettings(
        @DefaultValue("2") @Min(1) @Max(64) int parallel,
        @DefaultValue("100") @Min(1) @Max(1000) int files,
        @DefaultValue("67108864") @Min(1) long batchBytes,
        @DefaultValue("2097152") @Min(1) @Max(268435456) int chunkBytes,
        @DefaultValue("100663296") @Min(1) long bulkBytes,
        @DefaultValue("6000000") @Min(1) @Max(1000000000) long bulkKeys,
        @DefaultValue("100000") @Min(1) @Max(10000000) int bulkFiles,
        @DefaultValue("64") @Min(0) @Max(128) int reads,
        @DefaultValue("8388608") @Min(0) @Max(1073741824) long readBytes) {

    /** What one of so many workers may read ahead. */
    LoadSettings share(int workers) {
        return new LoadSettings(
                parallel,
                files,
                batchBytes,
                chunkBytes,
                bulkBytes,
                bulkKeys,
                bulkFiles,
                reads == 0 ? 0 : Math.max(1, reads / workers),
                readBytes / workers);
    }
}
