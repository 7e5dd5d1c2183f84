package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;

import io.catwing.client.Notation.TypedObject;
import io.catwing.client.yaml.EitherForm;
import io.catwing.client.yaml.Form;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Values;
import java.util.List;

/** An entry of {@code formats.objects}: the name of a member, or those of a date's parts. */
final class TypedObjectForm {
    private static final Key<String> YEAR = required("year", Scalars.TEXT, "Name of the member that holds the year.");
    private static final Key<String> MONTH = required("month", Scalars.TEXT, "The same of the month, from 1.");
    private static final Key<String> DAY = required("day", Scalars.TEXT, "The same of the day.");
    private static final Key<String> HOUR = optional("hour", Scalars.TEXT, "The same of the hour.");
    private static final Key<String> MINUTE = optional("minute", Scalars.TEXT, "The same of the minute.");
    private static final Key<String> SECOND = optional("second", Scalars.TEXT, "The same of the second.");
    private static final Key<String> MICROSECOND =
            optional("microsecond", Scalars.TEXT, "The same of the fraction, in microseconds.");

    static final Form<TypedObject> FORM = new EitherForm<>(
            "typed_object",
            Scalars.TEXT.map(name -> new TypedObject(name, null)),
            ObjectForm.object(
                    "date_in_parts",
                    "A date or time whose parts are numbers of their own.",
                    TypedObjectForm::parts,
                    YEAR,
                    MONTH,
                    DAY,
                    HOUR,
                    MINUTE,
                    SECOND,
                    MICROSECOND));

    private TypedObjectForm() {}

    private static TypedObject parts(Values v) {
        List<Key<String>> keys = List.of(YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, MICROSECOND);
        List<String> names = keys.stream().map(key -> v.find(key).orElse("")).toList();
        if (names.lastIndexOf("") > 2 && names.stream().skip(names.indexOf("")).anyMatch(name -> !name.isEmpty())) {
            v.refuse(
                    HOUR,
                    "or another part is missing, but a smaller one is named",
                    "name every part down to the smallest");
        }
        return new TypedObject(
                null, names.stream().takeWhile(name -> !name.isEmpty()).toList());
    }
}
