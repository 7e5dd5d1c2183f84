package io.catwing.service.page;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What ran, what is owed and what failed, each in a sentence with the next step. */
@Controller
@ConditionalOnWebApplication
class TodayController {
    @GetMapping("/")
    String today() {
        return "today";
    }
}
