package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.EntitySpec;
import io.catwing.client.Variables;
import io.catwing.http.ErpRequest;
import io.catwing.http.WriteRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Asks for the number of records that the request after it will bring. */
final class AskTotal implements Asking {
    private final FileFetch file;
    private final EntitySpec.Total total;
    private final Variables variables;

    AskTotal(FileFetch file, Variables variables) {
        this.file = file;
        this.total = file.spec().total();
        this.variables = variables;
    }

    @Override
    public ErpRequest next() {
        return WriteRequest.of(file.client().erp(), total.request(), variables);
    }

    @Override
    public void read(ErpRequest asked, InputStream body, List<String> links) throws IOException {
        JsonNode whole =
                AnswerFormats.tree(file.reader(file.spec().envelope(), null), body, file.spec(), file.client());
        Predicates.of(file.spec().envelope()).check(whole);
        came(StopRule.number(whole, total.at(), "total.at"));
    }

    @Override
    public void readNothing(ErpRequest asked, List<String> links) {
        came(0);
    }

    private void came(long number) {
        file.checks().declare(number);
        file.done(this);
    }

    @Override
    public String place() {
        return "total";
    }
}
