package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.SignalHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What all runbook functions do: read the bytes, answer every signal, write the answer. Streams, not typed events: those cost a third
 * of a second at a cold start and lose fields.
 */
abstract class RunbookFunction implements Rehearsed {
  private final SignalHandler signals;
  private final DeepCheck deepCheck;
  private final String runbook;

  /** As Lambda makes it: from the environment, once a container. */
  RunbookFunction(String runbook) {
    this(Container.ofProcess().thinking(), runbook);
    Rehearsed.beforeSnapshots(this);
  }

  private RunbookFunction(Container.Thinking parts, String runbook) {
    this(parts.signals(), parts.deepCheck(), runbook);
  }

  /** A function that receives for one runbook; an empty name receives for all. */
  RunbookFunction(SignalHandler signals, DeepCheck deepCheck, String runbook) {
    this.signals = signals;
    this.deepCheck = deepCheck;
    this.runbook = runbook;
  }

  /** What a self-check takes, from its bytes to the answer's. */
  @Override
  public void rehearse() {
    Caller caller = new Caller(runbook, "rehearsal");
    AnswerJson.of(signals.receive(Rehearsed.SELF_CHECK, caller, Deadline.after(TimeBudgets.RESERVE)));
  }

  /**
   * Fails the invocation where a signal could be neither handled nor recorded: then Lambda repeats it, and its on-failure destination holds
   * it.
   */
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    Deadline deadline = Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(TimeBudgets.RESERVE));
    Caller caller = new Caller(runbook, context.getAwsRequestId());
    byte[] bytes = event.readAllBytes();
    Request request = Request.besideSignals(bytes);
    Optional<String> checked = request.deeplyChecked();
    if (checked.isPresent()) {
      answer.write(deepCheck.answer(checked.get(), deadline).getBytes(StandardCharsets.UTF_8));
      return;
    }
    Answer given = Wiring.answer(signals, bytes, caller, deadline);
    answer.write(AnswerJson.of(given).getBytes(StandardCharsets.UTF_8));
    if (given.mustComeAgain()) {
      throw new IllegalStateException("a signal could be neither handled nor recorded; the invocation must be repeated");
    }
  }
}
