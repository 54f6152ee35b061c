package dev.caravan.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same error shape for what fails before or after a controller, inside the server itself. */
@Hidden
@RestController
class ErrorPages implements ErrorController {

  private final Errors errors;

  ErrorPages(Errors errors) {
    this.errors = errors;
  }

  @RequestMapping("/error")
  ResponseEntity<Object> error(HttpServletRequest request) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status =
        code instanceof Integer number ? HttpStatus.valueOf(number) : HttpStatus.NOT_FOUND;
    String message =
        status.is5xxServerError()
            ? "Something went wrong inside Caravan: its log says more under this request id"
            : "The request was refused: " + status.getReasonPhrase();
    return errors.of(status, message, new HttpHeaders(), request);
  }
}
