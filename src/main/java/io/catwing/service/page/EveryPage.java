package io.catwing.service.page;

import io.catwing.failure.Failure;
import io.catwing.failure.RetryableFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What all pages of this package have in common: who looks, and what is said of a request that cannot be answered. */
@ControllerAdvice(basePackageClasses = EveryPage.class)
@ConditionalOnWebApplication
class EveryPage {
    private static final Logger LOG = LoggerFactory.getLogger(EveryPage.class);

    private final Updates updates;

    EveryPage(Updates updates) {
        this.updates = updates;
    }

    @ModelAttribute
    void visitor(Model model, Principal user, HttpServletRequest request) {
        // An answer that goes on when its session has ended is nobody's any more.
        model.addAttribute("version", updates.version());
        model.addAttribute("user", user == null ? null : user.getName());
        model.addAttribute("operator", request.isUserInRole("OPERATOR"));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    void databaseIsAway(RuntimeException away, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        LOG.warn("the database cannot be asked", away);
        request.setAttribute(
                "detail",
                "The database cannot be asked.\nHINT: is PostgreSQL running? where it is gone, see"
                        + " docs/how-to/database-gone.md");
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    @ExceptionHandler
    void refuse(Failure failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute("detail", failure.getMessage());
        response.sendError(
                failure instanceof RetryableFailure
                        ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
                        : HttpServletResponse.SC_BAD_REQUEST);
    }
}
