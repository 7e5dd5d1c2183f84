package io.catwing.fetch;

import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;

/** Goes on after the last record's key. */
final class Keys implements Pager {

    private final Paging.Keyset paging;
    private final StopRule stop;
    private String key;

    Keys(Paging.Keyset paging) {
        this.paging = paging;
        this.stop = new StopRule(paging.stop(), paging.size());
        this.key = paging.first();
    }

    @Override
    public Variables variables(Variables window) {
        return window.with(Variable.KEY, key).with(Variable.SIZE, paging.size());
    }

    @Override
    public boolean advance(PageAnswer answer) {
        if (!stop.goesOn(answer)) {
            return false;
        }
        String last = answer.facts().lastKey();
        if (paging.stop().noKey() && (last == null || last.isEmpty())) {
            requireEnd(answer);
            return false;
        }
        if (last == null) {
            throw new QuarantinedFailure(
                    "the last record of the page has no value at paging.key '" + paging.key() + "'",
                    "correct paging.key in the client's file; if it means that this is the last page, say stop: {no_key: true}"
                            + " there");
        }
        if (last.equals(key)) {
            throw new QuarantinedFailure(
                    "the page after key '" + RecordCopy.shown(key) + "' ends with that key again",
                    "look whether the request sorts by paging.key and asks for what is greater");
        }
        key = last;
        return true;
    }

    /** Whatever else speaks of pages must not contradict an end that is told by nothing but what is not there. */
    private void requireEnd(PageAnswer answer) {
        if (answer.facts().hasKey()) {
            throw new QuarantinedFailure(
                    "the last record of the page has no value at paging.key '" + paging.key()
                            + "', but another record of the page has one, so this may not be the last page",
                    "look at the page by './catwing preview': is paging.key a field that some records lack, then page by"
                            + " another one; stop.no_key is for a last page whose records all lack it");
        }
        if (stop.declares()) {
            throw new QuarantinedFailure(
                    "the last record of the page has no value at paging.key '" + paging.key()
                            + "', but paging.stop says that more pages follow",
                    "its data changed while it was read, or paging.key is a field that some records lack: run the same"
                            + " command again, or page by another field");
        }
    }

    @Override
    public boolean isSure(PageAnswer last) {
        return stop.isSure(last);
    }

    @Override
    public boolean isGuess() {
        return stop.isGuess();
    }

    @Override
    public Announced announced() {
        return stop.announced();
    }
}
