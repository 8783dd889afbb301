package io.auroraresponder.lambda;

import com.google.gson.JsonParseException;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import org.jspecify.annotations.Nullable;

/** What the probe's function is asked: whom to look at, and in how many milliseconds. */
public record ProbeCall(ProbeRequest look, long withinMillis) {

  /** What it answers. */
  public record Answer(Look look) {
    public String json() {
      return RecordJson.write(this);
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @throws JsonParseException when the text is no answer
     */
    public static Answer read(String json) {
      return whole(RecordJson.read(json, Answer.class), Answer::look);
    }
  }

  public String json() {
    return RecordJson.write(this);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws JsonParseException when the text is no such call
   */
  public static ProbeCall read(String json) {
    return whole(RecordJson.read(json, ProbeCall.class), ProbeCall::look);
  }

  /** A component that the text does not have is null after reading, whatever its type promises. */
  private static <T> T whole(T read, java.util.function.Function<T, @Nullable Object> needed) {
    if (needed.apply(read) == null) {
      throw new JsonParseException("expected 'look'");
    }
    return read;
  }
}
