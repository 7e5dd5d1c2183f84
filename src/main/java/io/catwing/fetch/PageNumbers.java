package io.catwing.fetch;

import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;

/** Counts pages. */
final class PageNumbers implements Pager {

    private final Paging.Page paging;
    private final StopRule stop;
    private int page;

    PageNumbers(Paging.Page paging) {
        this.paging = paging;
        this.stop = new StopRule(paging.stop(), paging.size());
        this.page = paging.first();
    }

    @Override
    public Variables variables(Variables window) {
        return window.with(Variable.PAGE, page).with(Variable.SIZE, paging.size());
    }

    @Override
    public boolean advance(PageAnswer answer) {
        page++;
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
