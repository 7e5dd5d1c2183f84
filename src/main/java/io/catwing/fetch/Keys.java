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
        if (last == null) {
            throw new QuarantinedFailure(
                    "the last record of the page has no value at paging.key '" + paging.key() + "'",
                    "correct paging.key in the client's file");
        }
        if (last.equals(key)) {
            throw new QuarantinedFailure(
                    "the page after key '" + RecordCopy.shown(key) + "' ends with that key again",
                    "look whether the request sorts by paging.key and asks for what is greater");
        }
        key = last;
        return true;
    }

    @Override
    public boolean isSure(PageAnswer last) {
        return stop.isSure(last);
    }

    @Override
    public boolean isGuess() {
        return stop.isGuess();
    }
}
