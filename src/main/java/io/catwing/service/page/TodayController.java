package io.catwing.service.page;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /}: what ran, what is owed and what failed, each in a sentence with the next step. */
@Controller
@ConditionalOnWebApplication
class TodayController {
    private final Today today;

    TodayController(Today today) {
        this.today = today;
    }

    @GetMapping("/")
    String today(Model model) {
        model.addAttribute("failed", today.failed());
        model.addAttribute("owed", today.owed());
        model.addAttribute("ran", today.ran());
        return "today";
    }
}
