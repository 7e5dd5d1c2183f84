package io.catwing.ml.parquet;

import io.catwing.failure.QuarantinedFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Reads a flat table that somebody else may have written, row by row: {@link #next()}, then the values of the row. Columns
 * that were not requested are not read. Anything wrong with the file is a {@link QuarantinedFailure} that names it.
 */
public final class ParquetTableReader implements Closeable {
    /** In bytes. */
    private static final int LONGEST_TEXT = 8_192;

    /** Length of the library's message. */
    private static final int LONGEST_REASON = 200;

    private static final Pattern OF_A_PROGRAM = Pattern.compile("[a-z][.(][A-Za-z]|@[0-9a-f]+|[a-z][A-Z]|[{}]");

    private final Path file;
    private final String name;
    private final List<ParquetColumn> columns;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private final ColumnReader[] cells;
    /** By column: its index among those of the file, or -1 for a missing optional column. */
    private final int[] places;

    private final boolean[] consumable;
    private final String[] texts;
    private PageReadStore group;
    private int groups;
    private long left;
    private long row;

    /**
     * @param name of the file in failures
     * @param columns to read; required ones must exist
     */
    public ParquetTableReader(Path file, String name, List<ParquetColumn> columns) {
        this.file = file;
        this.name = name;
        this.columns = List.copyOf(columns);
        places = new int[columns.size()];
        cells = new ColumnReader[columns.size()];
        consumable = new boolean[columns.size()];
        texts = new String[columns.size()];
        ParquetFileReader opened = null;
        try {
            opened = ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new Codecs())
                            .build());
            schema = project(opened.getFooter().getFileMetaData().getSchema());
            opened.setRequestedSchema(schema);
            reader = opened;
            opened = null;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError damaged) {
            throw failure(damaged);
        } finally {
            closeQuietly(opened);
        }
    }

    private static void closeQuietly(ParquetFileReader opened) {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                throw new IllegalStateException("a file that was only read cannot be closed", e);
            }
        }
    }

    /** The requested columns, in the file's own types. */
    private MessageType project(MessageType file) {
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ParquetColumn column = columns.get(i);
            if (!file.containsField(column.name())) {
                if (column.required()) {
                    throw new UnreadableParquet(
                            "has no column " + column.name(),
                            "write " + column.name() + " as " + column.type().words());
                }
                places[i] = -1;
                continue;
            }
            Type found = file.getType(column.name());
            if (!found.isPrimitive()
                    || found.isRepetition(Type.Repetition.REPEATED)
                    || !column.readableAs(found.asPrimitiveType())) {
                throw new UnreadableParquet(
                        "has the column " + column.name() + " as " + words(found),
                        "write " + column.name() + " as " + column.type().words());
            }
            places[i] = fields.size();
            fields.add(found);
        }
        return new MessageType(file.getName(), fields);
    }

    private static String words(Type found) {
        if (!found.isPrimitive() || found.isRepetition(Type.Repetition.REPEATED)) {
            return "a nested value";
        }
        PrimitiveType type = found.asPrimitiveType();
        String stored = type.getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
        return type.getLogicalTypeAnnotation() == null ? stored : stored + " " + type.getLogicalTypeAnnotation();
    }

    /** Goes to the next row. @return false at the end */
    public boolean next() {
        try {
            for (int i = 0; i < cells.length; i++) {
                if (consumable[i]) {
                    cells[i].consume();
                    consumable[i] = false;
                }
            }
            while (left == 0) {
                if (!nextGroup()) {
                    return false;
                }
            }
            left--;
            row++;
            for (int i = 0; i < cells.length; i++) {
                consumable[i] = cells[i] != null;
                if (!isNull(i)) {
                    decode(i);
                } else if (columns.get(i).required()) {
                    throw new UnreadableParquet(
                            "has no " + columns.get(i).name() + " in row " + row, "every row needs one");
                }
            }
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError damaged) {
            throw failure(damaged);
        }
    }

    /** Here and not when the value is requested, so that damage is found in one place; the column keeps the value. */
    private void decode(int column) {
        switch (columns.get(column).type()) {
            case TEXT -> {
                // Checked row by row: texts of one page may each be built from all those before it.
                Binary text = cells[column].getBinary();
                int length = text.length();
                if (length > LONGEST_TEXT) {
                    throw new UnreadableParquet(
                            "has a text of " + length + " bytes in column "
                                    + columns.get(column).name() + ", row " + row,
                            "texts here are ids, of at most " + LONGEST_TEXT + " bytes");
                }
                texts[column] = text.toStringUsingUTF8();
            }
            case DATE -> cells[column].getInteger();
            case WHOLE -> cells[column].getLong();
            case NUMBER -> number(column);
        }
    }

    private boolean nextGroup() throws IOException {
        List<BlockMetaData> all = reader.getRowGroups();
        while (groups < all.size() && all.get(groups).getRowCount() == 0) {
            // The library passes over it.
            groups++;
        }
        if (groups < all.size()) {
            RowGroupSizes.check(file, all.get(groups++), schema);
        }
        if (group != null) {
            group.close();
        }
        PageReadStore read = reader.readNextRowGroup();
        if (read == null) {
            group = null;
            return false;
        }
        group = new CheckedPages(read);
        left = group.getRowCount();
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                group,
                new NoConverter(),
                schema,
                reader.getFooter().getFileMetaData().getCreatedBy());
        for (int i = 0; i < cells.length; i++) {
            ColumnDescriptor column = places[i] < 0 ? null : schema.getColumns().get(places[i]);
            cells[i] = column == null ? null : store.getColumnReader(column);
        }
        return true;
    }

    /** The number of the row that {@link #next()} went to, from 1. */
    public long row() {
        return row;
    }

    public boolean isNull(int column) {
        return cells[column] == null
                || cells[column].getCurrentDefinitionLevel()
                        < cells[column].getDescriptor().getMaxDefinitionLevel();
    }

    /** Null if there is none. */
    public String text(int column) {
        return isNull(column) ? null : texts[column];
    }

    /** Null if there is none. */
    public LocalDate date(int column) {
        return isNull(column) ? null : LocalDate.ofEpochDay(cells[column].getInteger());
    }

    /** Of a row that has one. */
    public long whole(int column) {
        return cells[column].getLong();
    }

    /** Of a row that has one. */
    public double number(int column) {
        boolean wide =
                cells[column].getDescriptor().getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
        return wide ? cells[column].getDouble() : cells[column].getFloat();
    }

    /**
     * The library throws many kinds of exceptions on damaged bytes. If these make it request more memory than there
     * is, or recurse deeper than the stack, only that attempt failed: the thread continues without the file.
     */
    private QuarantinedFailure failure(Throwable damaged) {
        if (damaged instanceof Error) {
            return new QuarantinedFailure(
                    name + " claims more than can be read in the memory of this program",
                    "write it in row groups of at most a million rows; if it is so already, it is damaged",
                    damaged);
        }
        for (Throwable t = damaged; t != null; t = t.getCause()) {
            if (t instanceof UnreadableParquet unreadable) {
                return new QuarantinedFailure(name + " " + unreadable.getMessage(), unreadable.hint());
            }
        }
        String place = row == 0 ? "" : " after row " + row;
        return new QuarantinedFailure(
                name + " is no whole Parquet file" + place + ": " + reason(damaged),
                "it was cut off or damaged; write it again",
                damaged);
    }

    /** The library's message if it is in words, and not in names of its classes, fields and objects. */
    private static String reason(Throwable damaged) {
        String reason = String.valueOf(damaged.getMessage());
        return reason.length() > LONGEST_REASON || OF_A_PROGRAM.matcher(reason).find() || damaged.getMessage() == null
                ? "what it says of itself does not fit together"
                : reason;
    }

    @Override
    public void close() {
        if (group != null) {
            group.close();
        }
        closeQuietly(reader);
    }

    /** Values are taken from the columns one by one; nothing is assembled. */
    private static final class NoConverter extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
