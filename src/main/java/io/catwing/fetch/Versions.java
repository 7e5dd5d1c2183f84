package io.catwing.fetch;

import io.catwing.client.Paging;
import io.catwing.client.Variable;
import io.catwing.client.Variables;
import io.catwing.failure.QuarantinedFailure;

/** Goes on after the greatest version. */
final class Versions implements Pager {

    private final Paging.Version paging;
    private final StopRule stop;
    private long version;

    Versions(Paging.Version paging, long version) {
        this.paging = paging;
        this.stop = new StopRule(paging.stop(), paging.size());
        this.version = version;
    }

    @Override
    public Variables variables(Variables window) {
        return window.with(Variable.VERSION, version).with(Variable.SIZE, paging.size());
    }

    @Override
    public boolean advance(PageAnswer answer) {
        if (!stop.goesOn(answer)) {
            return false;
        }
        long greatest = answer.facts().greatestVersion();
        if (greatest <= version) {
            throw new QuarantinedFailure(
                    "the page after version " + version + " holds none greater than " + greatest,
                    "look whether the request asks for versions greater than {{version}}, not for that one too");
        }
        version = greatest;
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
