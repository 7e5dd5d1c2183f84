package io.catwing.ml.parquet;

import io.catwing.support.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Parquet files that were sound before their bytes, a number or name of their footer, or one of a page's header or body was
 * changed: what stands around it is then right.
 */
public final class MutatedParquet {
    private static final int MAGIC = 4;

    private static final List<Long> NUMBERS = List.of(
            0L,
            1L,
            -1L,
            2L,
            3L,
            8L,
            100L,
            65_536L,
            1L << 26,
            1L << 30,
            (long) Integer.MAX_VALUE,
            (long) Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE);

    private static final List<String> NAMES = List.of(
            "", "product_id", "location_id", "target_date", "quantity", "day", "x".repeat(3000), "\u0000\u202e", "é");

    private MutatedParquet() {}

    private record Page(PageHeader header, byte[] body) {}

    public static byte[] of(SplittableRandom random, byte[] sound) throws IOException {
        return switch (random.nextInt(5)) {
            case 0 -> Mutations.bytes(random, sound);
            case 1, 2 -> {
                FileMetaData footer = footer(sound);
                change(random, footer);
                yield together(Arrays.copyOf(sound, sound.length - footerLength(sound) - 2 * MAGIC), footer);
            }
            default -> pages(random, sound);
        };
    }

    private static int footerLength(byte[] sound) {
        int length = 0;
        for (int i = 0; i < MAGIC; i++) {
            length |= (sound[sound.length - 2 * MAGIC + i] & 0xff) << 8 * i;
        }
        return length;
    }

    private static FileMetaData footer(byte[] sound) throws IOException {
        int length = footerLength(sound);
        return Util.readFileMetaData(new ByteArrayInputStream(sound, sound.length - length - 2 * MAGIC, length));
    }

    private static byte[] together(byte[] pages, FileMetaData footer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, out);
        return RawParquet.together(
                pages, out.toByteArray(), RawParquet.ints(out.size()), "PAR1".getBytes(StandardCharsets.US_ASCII));
    }

    /** The same file with one page changed, and with the footer's places and lengths as they are then. */
    private static byte[] pages(SplittableRandom random, byte[] sound) throws IOException {
        FileMetaData footer = footer(sound);
        List<ColumnMetaData> columns = footer.getRow_groups().stream()
                .map(RowGroup::getColumns)
                .flatMap(List::stream)
                .map(ColumnChunk::getMeta_data)
                .sorted(Comparator.comparingLong(MutatedParquet::begin))
                .toList();
        int changed = random.nextInt(columns.size());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(sound, 0, MAGIC);
        for (int i = 0; i < columns.size(); i++) {
            ColumnMetaData column = columns.get(i);
            List<Page> pages = read(sound, column);
            if (i == changed) {
                Mutations.parts(random, pages, page -> changed(random, page));
            }
            int from = out.size();
            boolean dictionary = column.isSetDictionary_page_offset();
            column.setDictionary_page_offsetIsSet(false);
            for (Page page : pages) {
                if (dictionary && page.header().isSetDictionary_page_header()) {
                    column.setDictionary_page_offset(out.size());
                }
                Util.writePageHeader(page.header(), out);
                out.writeBytes(page.body());
            }
            column.setData_page_offset(from);
            column.setTotal_compressed_size(out.size() - from);
        }
        return together(out.toByteArray(), footer);
    }

    private static Page changed(SplittableRandom random, Page page) {
        PageHeader header = page.header().deepCopy();
        byte[] body = page.body();
        if (random.nextBoolean()) {
            body = Mutations.bytes(random, body);
            if (random.nextBoolean()) {
                header.setCompressed_page_size(body.length);
            }
        } else {
            change(random, header);
        }
        return new Page(header, body);
    }

    private static long begin(ColumnMetaData column) {
        return column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0
                ? Math.min(column.getDictionary_page_offset(), column.getData_page_offset())
                : column.getData_page_offset();
    }

    private static List<Page> read(byte[] sound, ColumnMetaData column) throws IOException {
        List<Page> pages = new ArrayList<>();
        ByteArrayInputStream in =
                new ByteArrayInputStream(sound, (int) begin(column), (int) column.getTotal_compressed_size());
        while (in.available() > 0) {
            PageHeader header = Util.readPageHeader(in);
            pages.add(new Page(header, in.readNBytes(header.getCompressed_page_size())));
        }
        return pages;
    }

    /** One field of one of the structures within. */
    private static void change(SplittableRandom random, Object structure) {
        List<Object> all = new ArrayList<>();
        collect(structure, all);
        Object at = Mutations.pick(random, all);
        List<Method> setters = Arrays.stream(at.getClass().getMethods())
                .filter(method -> method.getName().startsWith("set")
                        && !method.getName().endsWith("IsSet")
                        && method.getParameterCount() == 1
                        && (value(random, method.getParameterTypes()[0]) != null))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        if (!setters.isEmpty()) {
            Method setter = Mutations.pick(random, setters);
            call(setter, at, value(random, setter.getParameterTypes()[0]));
        }
    }

    private static Object value(SplittableRandom random, Class<?> type) {
        long number = Mutations.pick(random, NUMBERS);
        if (type == int.class) {
            return (int) number;
        } else if (type == long.class) {
            return number;
        } else if (type == short.class) {
            return (short) number;
        } else if (type == byte.class) {
            return (byte) number;
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return Mutations.pick(random, NAMES);
        } else if (type.isEnum()) {
            return Mutations.pick(random, Arrays.asList(type.getEnumConstants()));
        }
        return null;
    }

    private static void collect(Object node, List<Object> all) {
        if (node instanceof List<?> list) {
            list.forEach(part -> collect(part, all));
        } else if (node != null
                && node.getClass().getName().startsWith("org.apache.parquet.format.")
                && !(node instanceof Enum)) {
            all.add(node);
            Arrays.stream(node.getClass().getMethods())
                    .filter(method -> method.getName().startsWith("get") && method.getParameterCount() == 0)
                    .filter(method -> List.class.isAssignableFrom(method.getReturnType())
                            || method.getReturnType().getName().startsWith("org.apache.parquet.format."))
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(method -> collect(call(method, node), all));
        }
    }

    private static Object call(Method method, Object of, Object... arguments) {
        try {
            return method.invoke(of, arguments);
        } catch (IllegalAccessException | InvocationTargetException notSuchAUnion) {
            return null;
        }
    }
}
