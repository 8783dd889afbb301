package io.auroraresponder.lab.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** AWS JSON 1.0 and 1.1, told by {@code X-Amz-Target}, and Smithy RPC v2 CBOR, told by its path: the same structures in two formats. */
final class StreamProtocol implements Protocol {
  private static final String CBOR_PROTOCOL = "rpc-v2-cbor";

  private final List<Api> apis;
  private final boolean cbor;
  private final JsonFactory format;

  private StreamProtocol(List<Api> apis, boolean cbor) {
    this.apis = List.copyOf(apis);
    this.cbor = cbor;
    this.format = cbor ? new CBORFactory() : new JsonFactory();
  }

  static StreamProtocol json(List<Api> apis) {
    return new StreamProtocol(apis, false);
  }

  static StreamProtocol cbor(List<Api> apis) {
    return new StreamProtocol(apis, true);
  }

  @Override
  public boolean speaks(WireRequest request) {
    return request.method().equals("POST")
        && (cbor ? request.header("smithy-protocol").equals(Optional.of(CBOR_PROTOCOL)) : request.header("x-amz-target").isPresent());
  }

  @Override
  public Asked asked(WireRequest request) throws BadRequestException {
    String[] named = cbor ? fromPath(request.path()) : fromTarget(request.header("x-amz-target").orElse(""));
    Api api =
        apis.stream()
            .filter(one -> !one.target().isEmpty() && one.target().equals(named[0]))
            .findFirst()
            .orElseThrow(() -> new BadRequestException(404, "UnknownOperationException",
            "The simulated account has no service " + named[0] + "."));
    return new Asked(api, named[1], Trees.read(format, request.body().asByteArrayUnsafe()));
  }

  /** {@code /service/GraniteServiceVersion20100801/operation/GetMetricData}. */
  private static String[] fromPath(String path) throws BadRequestException {
    String[] steps = path.split("/", -1);
    if (steps.length != 5 || !steps[1].equals("service") || !steps[3].equals("operation")) {
      throw new BadRequestException(404, "UnknownOperationException", "Expected the path /service/NAME/operation/NAME.");
    }
    return new String[] {steps[2], steps[4]};
  }

  private static String[] fromTarget(String target) throws BadRequestException {
    int dot = target.lastIndexOf('.');
    if (dot < 0) {
      throw new BadRequestException(400, "UnknownOperationException", "Expected a target such as SERVICE.Operation.");
    }
    return new String[] {target.substring(0, dot), target.substring(dot + 1)};
  }

  @Override
  public PojoReader reader() {
    return new PojoReader(false);
  }

  @Override
  public Failure unknown(String operation) {
    return new Failure(404, "UnknownOperationException", "The simulated account does not answer " + operation + ".", Optional.empty());
  }

  @Override
  public WireAnswer answer(Asked asked, SdkPojo response, String requestId) {
    return typed(200, written(out -> new PojoStream(out).structure(response)));
  }

  @Override
  public WireAnswer error(WireRequest request, Failure failure, String requestId) {
    return typed(
        failure.status(),
        written(
            out -> {
              out.writeStartObject();
              out.writeStringField("__type", failure.code());
              out.writeStringField("message", failure.message());
              if (failure.fields().isPresent()) {
                new PojoStream(out).members(failure.fields().get());
              }
              out.writeEndObject();
            }));
  }

  private WireAnswer typed(int status, byte[] body) {
    WireAnswer answer = WireAnswer.of(status, cbor ? "application/cbor" : "application/x-amz-json-1.1", body);
    return cbor ? answer.with("smithy-protocol", CBOR_PROTOCOL) : answer;
  }

  private interface Writing {
    void to(JsonGenerator out) throws IOException;
  }

  private byte[] written(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = format.createGenerator(bytes)) {
      writing.to(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory takes every byte", impossible);
    }
    return bytes.toByteArray();
  }
}
