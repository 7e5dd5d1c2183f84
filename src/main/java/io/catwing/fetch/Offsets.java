package io.catwing.fetch;

import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;

/** Counts records. */
final class Offsets implements Pager {

    private final Paging.Offset paging;
    private final StopRule stop;
    private long offset;

    Offsets(Paging.Offset paging) {
        this.paging = paging;
        this.stop = new StopRule(paging.stop(), paging.size());
        this.offset = paging.first();
    }

    @Override
    public Variables variables(Variables window) {
        return window.with(Variable.OFFSET, offset).with(Variable.SIZE, paging.size());
    }

    @Override
    public boolean advance(PageAnswer answer) {
        offset += answer.records();
        return stop.goesOn(answer);
    }

    @Override
    public boolean counted() {
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

    @Override
    public Announced announced() {
        return stop.announced();
    }
}
