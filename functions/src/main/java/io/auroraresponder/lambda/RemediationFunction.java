package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.LeaseKeeper;
import io.auroraresponder.remediation.LeaseNewsSink;
import io.auroraresponder.remediation.RemediationModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only function that changes anything: decides wishes for a raise, and sweeps every minute.
 *
 * <p>Requests: {@code {"decide":…}} from the runbook functions, {@code {"sweep":true}}, and CloudTrail's records of ranges from
 * EventBridge. What people say is read from the operators' table
 * and never taken from a request: an invocation does not say who asks. A sweep that could not read a part of the ledger or what people say
 * fails, after it has tended the rest; one that tended every head says so in the log, and an alarm rings where no such line comes. Anything
 * else is rejected with a sentence.
 */
public final class RemediationFunction implements Rehearsed {
  private static final Logger LOG = LoggerFactory.getLogger(RemediationFunction.class);
  private static final String EXPECTED =
      "expected decide, sweep or CloudTrail's record of a range; what people say stands in the operators' table";

  private final RemediationModule office;
  private final LeaseNewsSink news;

  /** As Lambda makes it: from the environment, once a container. */
  public RemediationFunction() {
    this(Container.ofProcess().acting());
    Rehearsed.beforeSnapshots(this);
  }

  private RemediationFunction(Container.Acting acting) {
    this(acting.office(), acting.news());
  }

  RemediationFunction(RemediationModule office, LeaseNewsSink news) {
    this.office = office;
    this.news = news;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    byte[] bytes = event.readAllBytes();
    Deadline deadline = Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(TimeBudgets.RESERVE));
    answer.write(answer(bytes, deadline).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void rehearse() {
    answer(SELF_CHECK, Deadline.after(TimeBudgets.RESERVE));
  }

  private String answer(byte[] event, Deadline deadline) {
    Request request = Request.of(event);
    if (request.isSelfCheck()) {
      return "{\"selfcheck\":\"awake\"}";
    }
    if (request.has("decide")) {
      return decide(event, deadline);
    }
    if (request.text("sweep").equals("true")) {
      return sweep(deadline);
    }
    if (request.has("detail-type")) {
      return recorded(request, deadline);
    }
    return rejected(EXPECTED);
  }

  /** CloudTrail's record of a range that was set; every other record of the rule leaves ranges alone. */
  private String recorded(Request request, Deadline invocation) {
    JsonObject answer = new JsonObject();
    answer.addProperty("told", request.recordedRange().map(range -> office.recorded().hear(range, invocation)).orElse(0));
    return answer.toString();
  }

  private String decide(byte[] event, Deadline invocation) {
    RemoteRemediation.Call call;
    try {
      call = RecordJson.read(new String(event, StandardCharsets.UTF_8), RemoteRemediation.Call.class);
    } catch (JsonParseException unreadable) {
      return rejected("'decide' is no wish of a runbook function: " + unreadable.getMessage());
    }
    return RecordJson.write(new RemoteRemediation.Answer(office.decider().within(invocation, call.decide())));
  }

  private String sweep(Deadline deadline) {
    LeaseKeeper.Tended tended = office.keeper().tend(news, deadline);
    JsonObject answer = new JsonObject();
    answer.addProperty("heads", tended.heads());
    answer.addProperty("unread", tended.unread());
    answer.addProperty("left", tended.left());
    answer.addProperty("failed", tended.failed());
    answer.addProperty("told", tended.told());
    answer.addProperty("unsent", tended.unsent());
    answer.addProperty("oldestSeconds", tended.oldest().toSeconds());
    if (!tended.isSound()) {
      // A sweep that did not see everything is no success: failed, it rings the alarm of this function's errors.
      throw new IllegalStateException("a sweep left something unread, untended or untold: " + answer);
    }
    if (tended.complete()) {
      LOG.atInfo().setMessage(DeployedFunction.SWEEP_COMPLETE).addKeyValue("heads", tended.heads()).log();
    } else {
      LOG.atWarn().setMessage("sweep unfinished").addKeyValue("heads", tended.heads()).addKeyValue("left", tended.left()).log();
    }
    return answer.toString();
  }

  private static String rejected(String why) {
    JsonObject answer = new JsonObject();
    answer.addProperty("rejected", why);
    return answer.toString();
  }
}
