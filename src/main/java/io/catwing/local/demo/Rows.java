package io.catwing.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** An answer's records over all its pages, each made when it is asked for. The first field of a record is its id. */
record Rows(int size, IntFunction<ObjectNode> row) {

    static <T> Rows of(List<T> things, Function<T, ObjectNode> record) {
        return new Rows(things.size(), i -> record.apply(things.get(i)));
    }

    static Rows of(int[] indexes, IntFunction<ObjectNode> record) {
        return new Rows(indexes.length, i -> record.apply(indexes[i]));
    }

    static Rows upTo(int end, IntFunction<ObjectNode> record) {
        return new Rows(end, record);
    }
}
