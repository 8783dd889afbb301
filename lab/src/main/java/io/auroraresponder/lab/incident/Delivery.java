package io.auroraresponder.lab.incident;

import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.response.Answer;
import java.util.List;

/** The functions, wherever they run and whatever account they work in, as somebody sees them who has an event for them. */
public interface Delivery extends AutoCloseable {

  /** Hands the event to the receiving function. */
  Answer deliver(String event, Caller caller);

  /** What people were told; empty where that left this machine. */
  List<Published> published();

  @Override
  void close();
}
