package io.catwing.ml;

import static io.catwing.ml.parquet.ParquetColumn.Type.DATE;
import static io.catwing.ml.parquet.ParquetColumn.Type.NUMBER;
import static io.catwing.ml.parquet.ParquetColumn.Type.TEXT;
import static io.catwing.ml.parquet.ParquetColumn.Type.WHOLE;
import static io.catwing.ml.parquet.ParquetColumn.optional;
import static io.catwing.ml.parquet.ParquetColumn.required;

import io.catwing.ml.parquet.ParquetColumn;
import java.util.List;

/** The columns of a run's Parquet files. Their meaning, and when they are known, is in docs/reference/ml.md. */
final class ModelTables {
    static final List<ParquetColumn> FEATURES = List.of(
            required("product_id", TEXT),
            required("location_id", TEXT),
            required("day", DATE),
            required("weekday", WHOLE),
            required("day_of_month", WHOLE),
            required("month", WHOLE),
            required("days_since_first_sale", WHOLE),
            required("days_since_last_sale", WHOLE),
            required("sold_quantity", NUMBER),
            required("returned_quantity", NUMBER),
            required("net_quantity", NUMBER),
            required("net_revenue", NUMBER),
            required("net_quantity_7", NUMBER),
            required("net_quantity_28", NUMBER),
            required("net_quantity_90", NUMBER),
            required("net_revenue_7", NUMBER),
            required("net_revenue_28", NUMBER),
            required("net_revenue_90", NUMBER),
            required("last_unit_price", NUMBER),
            optional("available_quantity", NUMBER),
            optional("incoming_quantity", NUMBER),
            optional("stock_out", WHOLE),
            optional("stock_out_days_28", WHOLE));

    static final List<ParquetColumn> TARGETS = List.of(
            required("product_id", TEXT),
            required("location_id", TEXT),
            required("day", DATE),
            optional("net_quantity_next_7", NUMBER),
            optional("net_quantity_next_28", NUMBER),
            optional("sells_next_7", WHOLE));

    /** The trainer's output. */
    static final List<ParquetColumn> PREDICTIONS = List.of(
            required("product_id", TEXT),
            required("location_id", TEXT),
            required("target_date", DATE),
            required("quantity", NUMBER),
            optional("sale_probability", NUMBER));

    private ModelTables() {}
}
