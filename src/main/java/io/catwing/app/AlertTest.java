package io.catwing.app;

import java.util.Map;
import java.util.Optional;

/** Sends a message to everybody whom a service would tell of troubles. */
public interface AlertTest {
    /** What came of it, by receiver: empty if it was taken, otherwise why not. */
    Map<String, Optional<String>> test();
}
