package io.catwing.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import io.catwing.client.Envelope;
import io.catwing.failure.QuarantinedFailure;
import java.util.HashMap;
import java.util.Map;

/** Sees that every page came once and that nothing is missing. Each check has its own words. */
final class FileChecks {

    private static final String AGAIN = "its data changed while it was read, or the ERP is at fault; run the same"
            + " command again, and if it stays so ask the ERP's maker";

    private final int pageLimit;
    private final Envelope.Total total;
    private final Map<String, Integer> hashes = new HashMap<>();

    /** There are as many requests as there are ids: the limit is of each. */
    private boolean eachRequest;

    private int pages;
    private int pagesOfRequest;
    private long recordsOfRequest;
    private Long declared;
    private Long declaredInAll;

    /** @param total where the number of records is declared, or null */
    FileChecks(int pageLimit, Envelope.Total total) {
        this.pageLimit = pageLimit;
        this.total = total;
    }

    /** The limit of pages is that of each request. */
    FileChecks ofEachRequest() {
        eachRequest = true;
        return this;
    }

    /** A page came whole. @param hash of its records */
    void page(PageAnswer answer, String hash) {
        pages++;
        pagesOfRequest++;
        recordsOfRequest += answer.records();
        Integer same = answer.records() == 0 ? null : hashes.putIfAbsent(hash, pagesOfRequest);
        if (same != null) {
            throw new QuarantinedFailure(
                    "page " + pagesOfRequest + " holds the same records as page " + same,
                    "look whether the request sends the page's number, offset or key, and whether the ERP heeds it");
        }
        compareTotals(answer);
    }

    private void compareTotals(PageAnswer answer) {
        boolean later = pagesOfRequest > 1;
        if (total == null || later && total.of() == Envelope.Total.Counts.FIRST_PAGE) {
            return;
        }
        JsonNode node = answer.envelope().at(total.at());
        boolean silent = node.isMissingNode() || node.isNull();
        if (silent && (declared != null || answer.records() == 0 && answer.nothing())) {
            return;
        }
        long said = StopRule.number(answer.envelope(), total.at(), "envelope.total");
        long here = total.inAll(said, recordsOfRequest - answer.records(), answer.records());
        if (declared != null && here != declared) {
            throw new QuarantinedFailure(
                    "the ERP declared " + declared + " records and, on page " + pagesOfRequest + ", " + here, AGAIN);
        }
        declared = here;
    }

    /** What is said of the records that come now beside them. @param total null where nothing is said */
    void declare(Long total) {
        declared = total;
    }

    /** Another page follows. @throws QuarantinedFailure when there were too many already */
    void mayGoOn() {
        int counted = eachRequest ? pagesOfRequest : pages;
        if (counted >= pageLimit) {
            throw new QuarantinedFailure(
                    "the ERP has no end after " + counted + " pages, which is the limit",
                    "raise erp.limits.pages in the client's file, or ask for larger pages; if that many pages cannot"
                            + " be, look at the paging's stop rule");
        }
    }

    /** So many records came of the request under way, or are declared. */
    boolean reached(int records) {
        return recordsOfRequest >= records || declared != null && declared >= records;
    }

    /** The pages of the request under way are not kept. */
    void dropRequest() {
        pages -= pagesOfRequest;
        declared = null;
        recordsOfRequest = 0;
        pagesOfRequest = 0;
        hashes.clear();
    }

    /** The last page of a request came: the count is compared. */
    void requestCameWhole() {
        if (declared != null && declared != recordsOfRequest) {
            throw new QuarantinedFailure(
                    "the ERP declared " + declared + " records, but " + recordsOfRequest + " came in " + pagesOfRequest
                            + " pages",
                    AGAIN);
        }
        if (declared != null) {
            declaredInAll = (declaredInAll == null ? 0 : declaredInAll) + declared;
        }
        declared = null;
        recordsOfRequest = 0;
        pagesOfRequest = 0;
        // Two requests of one file may well have equal answers.
        hashes.clear();
    }

    /** All that the ERP declares came; null where it declares nothing. */
    Boolean complete() {
        return declared == null ? null : recordsOfRequest == declared;
    }

    int pages() {
        return pages;
    }

    /** Of the request under way, in pages that came whole. */
    long recordsOfRequest() {
        return recordsOfRequest;
    }

    /** Pages of the request under way that came whole. */
    int pagesOfRequest() {
        return pagesOfRequest;
    }

    /** Over all requests; null where the ERP does not declare one. */
    Long declaredTotal() {
        return declaredInAll;
    }
}
