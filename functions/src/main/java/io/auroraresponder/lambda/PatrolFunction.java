package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every minute {@code {"patrol":"resume"}}: unfinished incidents go back to their runbook's function. Once a day {@code
 * {"patrol":"selfcheck"}}: every function is woken and the listeners of both topics are counted; a function that does not answer and a
 * topic to which nobody listens fail this one, so that its alarm rings.
 */
public final class PatrolFunction implements Rehearsed {
  private static final Logger LOG = LoggerFactory.getLogger(PatrolFunction.class);

  private final Patrol patrol;

  /** As Lambda makes it: from the environment, once a container. */
  public PatrolFunction() {
    this(Container.ofProcess().patrol());
    Rehearsed.beforeSnapshots(this);
  }

  PatrolFunction(Patrol patrol) {
    this.patrol = patrol;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    Request request = Request.of(event.readAllBytes());
    answer.write(answer(request).toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void rehearse() {
    answer(Request.of(SELF_CHECK));
  }

  private JsonObject answer(Request request) {
    JsonObject answer = new JsonObject();
    if (request.isSelfCheck()) {
      answer.addProperty("selfcheck", "awake");
    } else if (request.text("patrol").equals("resume")) {
      Patrol.Round round = patrol.handBack();
      answer.addProperty("due", round.due());
      answer.addProperty("handedBack", round.handedBack());
    } else if (request.text("patrol").equals("selfcheck")) {
      answer.addProperty("awake", allAwake());
      answer.addProperty("version", Version.CURRENT);
    } else {
      answer.addProperty("rejected", "'patrol' is resume or selfcheck");
    }
    return answer;
  }

  private boolean allAwake() {
    Map<String, String> silent = patrol.asleep();
    silent.forEach((id, why) -> LOG.atError().setMessage("function does not answer").addKeyValue("function", id).addKeyValue("reason", why)
        .log());
    Map<String, String> unheard = patrol.unheard();
    unheard.forEach((topic, why) -> LOG.atError().setMessage("nobody listens to a topic").addKeyValue("topic", topic)
        .addKeyValue("reason", why).log());
    List<String> wrong = new ArrayList<>();
    if (!silent.isEmpty()) {
      wrong.add("functions that do not answer: " + String.join(", ", silent.keySet()));
    }
    unheard.forEach((topic, why) -> wrong.add("topic of " + topic + ": " + why));
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(String.join("; ", wrong));
    }
    return true;
  }
}
