package io.auroraresponder.lab.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** AWS Query and EC2 Query: a form goes in, XML comes out. */
final class QueryProtocol implements Protocol {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String XML = "text/xml;charset=utf-8";

  private final List<Api> apis;

  QueryProtocol(List<Api> apis) {
    this.apis = List.copyOf(apis);
  }

  @Override
  public boolean speaks(WireRequest request) {
    return request.method().equals("POST") && request.header("content-type").orElse("").startsWith(FORM);
  }

  @Override
  public Asked asked(WireRequest request) throws BadRequestException {
    Map<String, String> parameters = WireRequest.parameters(request.text());
    String action = parameters.getOrDefault("Action", "");
    String version = parameters.getOrDefault("Version", "");
    if (action.isEmpty()) {
      throw new BadRequestException(400, "MissingAction", "The request must contain the parameter Action.");
    }
    Api api =
        apis.stream()
            .filter(one -> one.version().equals(version))
            .findFirst()
            .orElseThrow(() -> new BadRequestException(400, "InvalidAction",
            "Could not find operation " + action + " for version " + version + "."));
    return new Asked(api, action, Trees.ofForm(parameters));
  }

  @Override
  public PojoReader reader() {
    return new PojoReader(true);
  }

  @Override
  public Failure unknown(String operation) {
    return new Failure(400, "InvalidAction", "The simulated account does not answer " + operation + ".", Optional.empty());
  }

  @Override
  public WireAnswer answer(Asked asked, SdkPojo response, String requestId) {
    String root = asked.operation() + "Response";
    PojoXml xml = new PojoXml();
    if (asked.api().ec2Style()) {
      xml.open(root, "http://ec2.amazonaws.com/doc/" + asked.api().version() + "/").text("requestId", requestId).members(response);
    } else {
      String result = asked.operation() + "Result";
      xml.open(root, "http://" + asked.api().name() + ".amazonaws.com/doc/" + asked.api().version() + "/");
      xml.open(result).members(response).close(result);
      xml.open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
    }
    return WireAnswer.of(200, XML, xml.close(root).bytes());
  }

  @Override
  public WireAnswer error(WireRequest request, Failure failure, String requestId) {
    PojoXml xml = new PojoXml();
    if (isEc2(request)) {
      xml.open("Response").open("Errors").open("Error").text("Code", failure.code()).text("Message", failure.message());
      xml.close("Error").close("Errors").text("RequestID", requestId).close("Response");
    } else {
      xml.open("ErrorResponse").open("Error").text("Type", failure.status() < 500 ? "Sender" : "Receiver");
      xml.text("Code", failure.code()).text("Message", failure.message()).close("Error").text("RequestId", requestId)
          .close("ErrorResponse");
    }
    return WireAnswer.of(failure.status(), XML, xml.bytes());
  }

  /** Also where the form could not be read, the version says which dialect its sender understands. */
  private boolean isEc2(WireRequest request) {
    return apis.stream().anyMatch(api -> api.ec2Style() && request.text().contains("Version=" + api.version()));
  }
}
