package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;
import static io.catwing.client.yaml.ObjectForm.object;

import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Values;

/** {@code one_is_object:} and {@code keyed:}, of records and of lines alike. */
final class ShapeForm {
    private static final Key<String> AS =
            required("as", Scalars.TEXT, "Field that the member's name is put into, in front of its others.");
    private static final Key<String> VALUE = optional(
            "value", Scalars.TEXT, "Field that a member is put into which is no object. Without it such are refused.");
    private static final ObjectForm<Shape.Keyed> KEYED_FORM =
            object("keyed", "An object whose members are the records or lines.", ShapeForm::keyed, AS, VALUE);

    static final Key<Boolean> ONE_IS_OBJECT = optional(
            "one_is_object", Scalars.YES_NO, "false", "One alone comes as an object, without the array around it.");
    static final Key<Shape.Keyed> KEYED =
            optional("keyed", KEYED_FORM, "They come as the members of an object, such as {\"17\": {…}, \"18\": {…}}.");

    private ShapeForm() {}

    private static Shape.Keyed keyed(Values v) {
        if (v.has(AS) && v.has(VALUE) && v.get(AS).equals(v.get(VALUE))) {
            v.refuse(VALUE, "is the same field as as", "give the name and the value a field each");
        }
        return new Shape.Keyed(v.get(AS), v.get(VALUE));
    }

    static Shape shape(Values v) {
        Shape shape = new Shape(v.get(ONE_IS_OBJECT), v.get(KEYED));
        if (shape.oneIsObject() && shape.keyed() != null) {
            v.refuse(ONE_IS_OBJECT, "and keyed cannot both be", "an object is one record or holds them all: keep one");
        }
        return shape;
    }
}
