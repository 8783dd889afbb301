package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.LeaseKeeper;
import io.auroraresponder.remediation.LeaseNewsSink;
import io.auroraresponder.remediation.OperatorCommands;
import io.auroraresponder.remediation.RemediationModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only function that changes anything: decides wishes for a raise, sweeps every minute, and does what people ask for by hand.
 *
 * <p>Requests: {@code {"decide":…}} from the runbook functions, {@code {"sweep":true}}, {@code {"undo":"LEASE"}},
 * {@code {"switch":"stop","why":"…"}} or {@code run}, {@code {"drain":true}}. A sweep that could not read a part of the ledger fails, after
 * it has tended the rest; one that tended every head says so in the log, and an alarm rings where no such line comes. By hand {@code by}
 * may name who asks. Anything else is rejected
 * with a sentence.
 */
public final class RemediationFunction implements Rehearsed {
  private static final Logger LOG = LoggerFactory.getLogger(RemediationFunction.class);
  private static final String EXPECTED = "expected one of decide, sweep, undo, keep, adopt, leave, switch, drain";

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
      return decide(event);
    }
    if (request.text("sweep").equals("true")) {
      return sweep(deadline);
    }
    return byHand(request);
  }

  private String decide(byte[] event) {
    RemoteRemediation.Call call;
    try {
      call = RecordJson.read(new String(event, StandardCharsets.UTF_8), RemoteRemediation.Call.class);
    } catch (JsonParseException unreadable) {
      return rejected("'decide' is no wish of a runbook function: " + unreadable.getMessage());
    }
    return RecordJson.write(new RemoteRemediation.Answer(office.decider().decide(call.decide())));
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

  private String byHand(Request request) {
    String by = request.text("by").isEmpty() ? "an operator, by hand" : request.text("by");
    String position = request.text("switch");
    for (Order.Kind kind : List.of(Order.Kind.KEEP, Order.Kind.ADOPT, Order.Kind.LEAVE)) {
      String target = request.text(OperatorsTable.word(kind));
      if (!target.isEmpty()) {
        return decisions(List.of(office.operators().order(kind, target, by)));
      }
    }
    if (!request.text("undo").isEmpty()) {
      return decisions(List.of(office.operators().undo(request.text("undo"), by)));
    }
    if (request.text("drain").equals("true")) {
      return drained(by);
    }
    if (position.equals("run") || position.equals("stop")) {
      return turned(position, by, request.text("why"));
    }
    return rejected(request.has("switch") ? "'switch' is run or stop" : EXPECTED);
  }

  /** No decision means that no lease is open; where that is not known, it may not look like it. */
  private String drained(String by) {
    try {
      return decisions(office.operators().drain(by));
    } catch (TableUnavailableException unknown) {
      LOG.atError().setMessage("leases may not be given back").addKeyValue("reason", "ledger-unavailable").log();
      return rejected("the ledger could not be read whole: it is not known which leases are open, ask again");
    }
  }

  private String turned(String position, String by, String why) {
    try {
      OperatorCommands.Standing standing = position.equals("run") ? office.operators().run(by, why) : office.operators().stop(by, why);
      JsonObject answer = new JsonObject();
      answer.addProperty("switch", position);
      answer.addProperty("settledAt", standing.settledAt().toString());
      JsonArray open = new JsonArray();
      standing.open().forEach(head -> open.add(head.cluster().value() + head.lease().map(lease -> " holds lease " + lease.id())
          .orElse(" has a change on its way")));
      answer.add("open", open);
      return answer.toString();
    } catch (TableUnavailableException unknown) {
      LOG.atError().setMessage("switch may not be set").addKeyValue("reason", "ledger-unavailable").log();
      return rejected("the ledger could not be read whole: it is not known whether the switch was set or what is open, ask again");
    }
  }

  private static String decisions(List<Decision> decisions) {
    JsonArray all = new JsonArray();
    for (Decision decision : decisions) {
      JsonObject one = new JsonObject();
      one.addProperty("result", decision.result().word());
      one.addProperty("summary", decision.summary().text());
      one.addProperty("seq", decision.chainSeq());
      one.addProperty("hash", decision.chainHash());
      all.add(one);
    }
    JsonObject answer = new JsonObject();
    answer.add("decisions", all);
    return answer.toString();
  }

  private static String rejected(String why) {
    JsonObject answer = new JsonObject();
    answer.addProperty("rejected", why);
    return answer.toString();
  }
}
