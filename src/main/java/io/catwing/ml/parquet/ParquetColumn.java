package io.catwing.ml.parquet;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * A column of a flat table.
 *
 * @param required no row is without a value; in a file that is read, a column may nevertheless be declared optional
 */
public record ParquetColumn(String name, Type type, boolean required) {

    /** The types that we use, and their names for people. */
    public enum Type {
        TEXT("text (string)"),
        DATE("a date (date32)"),
        WHOLE("whole numbers (int64)"),
        NUMBER("numbers (double)");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** As shown to people: {@code numbers (double)}. */
        public String words() {
            return words;
        }
    }

    public static ParquetColumn required(String name, Type type) {
        return new ParquetColumn(name, type, true);
    }

    public static ParquetColumn optional(String name, Type type) {
        return new ParquetColumn(name, type, false);
    }

    PrimitiveType written() {
        Repetition repetition = required ? Repetition.REQUIRED : Repetition.OPTIONAL;
        return switch (type) {
            case TEXT ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case DATE ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case WHOLE -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case NUMBER -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
        };
    }

    /** What other writers use for the type is accepted as well: pandas and Arrow write float for a number. */
    boolean readableAs(PrimitiveType found) {
        LogicalTypeAnnotation meaning = found.getLogicalTypeAnnotation();
        PrimitiveTypeName stored = found.getPrimitiveTypeName();
        return switch (type) {
            case TEXT ->
                stored == PrimitiveTypeName.BINARY
                        && meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
            case DATE ->
                stored == PrimitiveTypeName.INT32 && meaning instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation;
            case WHOLE -> stored == PrimitiveTypeName.INT64 && isPlainInteger(meaning);
            case NUMBER -> (stored == PrimitiveTypeName.DOUBLE || stored == PrimitiveTypeName.FLOAT) && meaning == null;
        };
    }

    private static boolean isPlainInteger(LogicalTypeAnnotation meaning) {
        return meaning == null
                || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation whole && whole.isSigned();
    }
}
