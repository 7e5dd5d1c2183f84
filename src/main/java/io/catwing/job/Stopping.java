package io.catwing.job;

import io.catwing.failure.AbortingFailure;
import org.springframework.stereotype.Component;

/** Whether the process was told to stop. Work asks before it begins something that takes long. */
@Component
public class Stopping {
    private volatile boolean told;

    public boolean isTold() {
        return told;
    }

    void tell() {
        told = true;
    }

    /** @throws AbortingFailure when no more work is to be begun */
    public void refuse() {
        if (told) {
            throw failure();
        }
    }

    public static AbortingFailure failure() {
        return new AbortingFailure(
                "the process was asked to stop", "nothing needs to be done: the next run takes up what is left");
    }
}
