package io.catwing.service.api;

import io.catwing.failure.Failure;
import io.catwing.failure.PrintableText;
import io.catwing.failure.RetryableFailure;
import io.catwing.service.BodyLimit;
import io.catwing.service.Routes.NoSuchRoute;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Errors of the API as problems. What was asked wrongly is named: each field, and what is right there. */
@RestControllerAdvice(annotations = RestController.class)
@ConditionalOnWebApplication
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiProblems {
    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);
    private static final int LONGEST_VALUE = 100;

    /** @param problem what is right there */
    record Wrong(String field, String problem) {}

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String fact, String hint) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, PrintableText.clean(fact));
        if (hint != null) {
            problem.setProperty("hint", PrintableText.clean(hint));
        }
        return ResponseEntity.status(status).body(problem);
    }

    private static ResponseEntity<ProblemDetail> wrong(List<Wrong> fields) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                fields.stream().map(f -> f.field() + " " + f.problem()).collect(Collectors.joining("; ")));
        problem.setProperty("errors", fields);
        return ResponseEntity.badRequest().body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(MethodArgumentNotValidException invalid) {
        return wrong(invalid.getFieldErrors().stream()
                .map(field -> new Wrong(field.getField(), right(field)))
                .toList());
    }

    private static String right(FieldError field) {
        return field.contains(TypeMismatchException.class)
                ? mismatch(field.unwrap(TypeMismatchException.class))
                : field.getDefaultMessage();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mistyped(MethodArgumentTypeMismatchException mistyped) {
        return wrong(List.of(new Wrong(mistyped.getName(), mismatch(mistyped))));
    }

    private static String mismatch(TypeMismatchException mistyped) {
        String given = "'" + PrintableText.clean(String.valueOf(mistyped.getValue()), LONGEST_VALUE) + "' ";
        if (NestedExceptionUtils.getMostSpecificCause(mistyped) instanceof Failure failure) {
            return "is wrong: " + PrintableText.clean(failure.fact() + "; " + failure.hint());
        }
        Class<?> type = mistyped.getRequiredType();
        if (type == LocalDate.class) {
            return given + "is not a date such as 2026-02-24";
        }
        if (type != null && type.isEnum()) {
            return given + "is not one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        return given + "is not a whole number";
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(MissingServletRequestParameterException missing) {
        return wrong(List.of(new Wrong(missing.getParameterName(), "is missing")));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable) {
        if (unreadable.getMostSpecificCause() instanceof BodyLimit.TooLong longer) {
            return answer(HttpStatus.PAYLOAD_TOO_LARGE, longer.getMessage(), null);
        }
        return answer(
                HttpStatus.BAD_REQUEST, "the body is not the JSON object that is expected", "see /api/v1/openapi.json");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Failure failure) {
        return answer(
                failure instanceof RetryableFailure ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_REQUEST,
                failure.fact(),
                failure.hint());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(NoSuchRoute none) {
        return answer(
                HttpStatus.NOT_FOUND,
                "there is no route " + PrintableText.clean(none.getMessage(), LONGEST_VALUE),
                "/api/v1/routes lists them");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(DataAccessException away) {
        LOG.warn("the database cannot be asked", away);
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "the database cannot be asked", "is PostgreSQL running?");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unforeseen(RuntimeException unforeseen) {
        if (unforeseen instanceof ErrorResponse known) {
            return ResponseEntity.status(known.getStatusCode()).body(known.getBody());
        }
        LOG.error("a request failed", unforeseen);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "unforeseen", "the log has the stack trace; please report it");
    }
}
