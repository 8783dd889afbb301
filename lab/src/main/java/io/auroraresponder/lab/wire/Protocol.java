package io.auroraresponder.lab.wire;

import com.google.gson.JsonObject;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** How requests and answers of some services look on the wire. */
interface Protocol {

  /** What a request asks for; {@code input} still has the names of the wire. */
  record Asked(Api api, String operation, JsonObject input) {}

  /**
   * An error as a service reports it.
   *
   * @param fields further members of a modelled error
   */
  record Failure(int status, String code, String message, Optional<SdkPojo> fields) {
    static Failure of(BadRequestException bad) {
      return new Failure(bad.status(), bad.code(), bad.words(), Optional.empty());
    }
  }

  /** Whether a request is one of this protocol; decided by method, path and headers alone. */
  boolean speaks(WireRequest request);

  /**
   * Reads a request of this protocol.
   *
   * @throws BadRequestException when it cannot be read, or asks for a service that is not here
   */
  Asked asked(WireRequest request) throws BadRequestException;

  /** Reads models from {@link Asked#input}. */
  PojoReader reader();

  /** The error of an operation that the service does not know. */
  Failure unknown(String operation);

  WireAnswer answer(Asked asked, SdkPojo response, String requestId);

  WireAnswer error(WireRequest request, Failure failure, String requestId);
}
