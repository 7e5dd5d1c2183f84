package io.catwing.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.ReduceExpression;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.ThisObject;
import net.thisptr.jackson.jq.internal.tree.TryCatch;
import net.thisptr.jackson.jq.internal.tree.Tuple;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.Assignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.IdentifierFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.StringFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.path.Path;

/**
 * Counts the steps of a compiled expression. The library has no hook for that, so the parts of its tree are replaced in
 * their fields; {@code JqLimitsTest} fails when a new version of it is built differently.
 */
final class JqGuard {
    private static final String LIBRARY = "net.thisptr.jackson.jq.";

    /** Their parts' results are counted, or they return one existing value. */
    private static final Set<Class<?>> FREE = Set.of(
            ThisObject.class,
            VariableAccess.class,
            IdentifierFieldAccess.class,
            StringFieldAccess.class,
            PipedQuery.class,
            Conditional.class,
            TryCatch.class,
            ReduceExpression.class);

    /** The same, but they may be evaluated repeatedly by themselves. */
    private static final Set<Class<?>> ASKED = Set.of(FunctionCall.class, Tuple.class);

    private static final Set<Class<?>> MAKERS = Set.of(
            ArrayConstruction.class, ObjectConstruction.class, StringInterpolation.class, FormattingFilter.class);

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private JqGuard() {}

    /** Adds counting to everything below a part of the library's tree. */
    static void guard(Object part) {
        try {
            new JqGuard().below(part);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("jq cannot be limited: " + part.getClass(), e);
        }
    }

    /** Counted each time it is evaluated, and for each result. Every stack frame here is one less for recursion. */
    private record Counted(Expression part, boolean makes) implements Expression {
        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            JqBudget.step();
            part.apply(
                    scope,
                    in,
                    path,
                    (value, at) -> {
                        if (makes) {
                            JqBudget.made(value);
                        } else {
                            JqBudget.copy(value.size());
                        }
                        output.emit(value, at);
                    },
                    requirePath);
        }

        @Override
        public String toString() {
            return part.toString();
        }
    }

    private record Asked(Expression part) implements Expression {
        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            JqBudget.step();
            part.apply(scope, in, path, output, requirePath);
        }

        @Override
        public String toString() {
            return part.toString();
        }
    }

    /** The left side of an assignment: what changes there is copied. */
    private record Assigned(Expression part) implements Expression {
        @Override
        public void apply(Scope scope, JsonNode in, Path path, PathOutput output, boolean requirePath)
                throws JsonQueryException {
            part.apply(
                    scope,
                    in,
                    path,
                    (value, at) -> output.emit(value, at == null ? null : new Copied(at)),
                    requirePath);
        }

        @Override
        public String toString() {
            return part.toString();
        }
    }

    private record Copied(Path path) implements Path {
        @Override
        public void toJsonNode(ArrayNode out) throws JsonQueryException {
            path.toJsonNode(out);
        }

        @Override
        public void get(JsonNode in, Path at, PathOutput output, boolean permissive) throws JsonQueryException {
            path.get(in, at, output, permissive);
        }

        @Override
        public JsonNode mutate(JsonNode in, Mutation mutation, boolean makeParent) throws JsonQueryException {
            ArrayNode steps = JsonNodeFactory.instance.arrayNode();
            path.toJsonNode(steps);
            JqBudget.copy(copied(in, steps));
            return path.mutate(in, mutation, makeParent);
        }
    }

    /** What a change there copies. */
    static long copied(JsonNode in, JsonNode path) {
        long elements = 0;
        JsonNode at = in;
        for (JsonNode step : path) {
            if (step.isNumber() && step.doubleValue() > JqBudget.INDEX) {
                throw new JqBudget.Exceeded("it makes an array of more than %,d elements", JqBudget.INDEX);
            }
            elements += at == null ? 1 : at.size();
            at = at == null ? null : step.isNumber() ? at.get(step.intValue()) : at.get(step.asText());
        }
        return elements;
    }

    /** An operator that is only called for matching values. */
    private record Measured(BinaryOperator operator) implements BinaryOperator {
        @Override
        public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right) throws JsonQueryException {
            JqBudget.step();
            if (operator.image().equals("*") && (left.isTextual() || right.isTextual())) {
                JqBudget.text(left.asText().length() * Math.max(0.0, right.asDouble()));
                JqBudget.text(right.asText().length() * Math.max(0.0, left.asDouble()));
            } else if (operator.image().equals("/") && left.isTextual()) {
                JqBudget.pairs(left.textValue().length(), right.asText().length());
            }
            JsonNode made = operator.apply(mapper, left, right);
            JqBudget.made(made);
            return made;
        }

        @Override
        public String image() {
            return operator.image();
        }
    }

    private void below(Object part) throws IllegalAccessException {
        if (part == null || part instanceof Enum || !part.getClass().getName().startsWith(LIBRARY) || !seen.add(part)) {
            return;
        }
        for (Class<?> type = part.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    Object there = field.get(part);
                    Object counted = counted(there);
                    if (field.getName().equals("lhs") && isAssignment(part)) {
                        field.set(part, new Assigned((Expression) counted));
                    } else if (counted != there) {
                        field.set(part, counted);
                    }
                }
            }
        }
    }

    private static boolean isAssignment(Object part) {
        return part instanceof Assignment || part instanceof ComplexAssignment || part instanceof UpdateAssignment;
    }

    private Object counted(Object there) throws IllegalAccessException {
        if (there instanceof Expression part) {
            below(part);
            return wrapped(part);
        } else if (there instanceof BinaryOperator operator) {
            return new Measured(operator);
        } else if (there instanceof Pair<?, ?> pair) {
            return Pair.of(counted(pair._1), counted(pair._2));
        } else if (there instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            for (Object member : list) {
                all.add(counted(member));
            }
            return all;
        }
        if (!(there instanceof Scope)) {
            below(there);
        }
        return there;
    }

    private static Expression wrapped(Expression part) {
        boolean assigns = isAssignment(part);
        if (FREE.contains(part.getClass())
                || part instanceof ValueLiteral
                || part instanceof BinaryOperatorExpression && !assigns) {
            return part;
        }
        return ASKED.contains(part.getClass())
                ? new Asked(part)
                : new Counted(part, assigns || MAKERS.contains(part.getClass()));
    }
}
