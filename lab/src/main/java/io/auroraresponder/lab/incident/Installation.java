package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.account.Published;
import java.util.List;

/** The responder as it is installed in an account whose time can go on: what wakes it besides events. */
interface Installation extends Delivery {

  /** One sweep of the leases; what people were told of them. */
  List<Scene.News> sweep();

  /** Gives the function that acts CloudTrail's record of a range that was set. */
  void recorded(String event);

  /** One round of the patrol: the events that it hands over, which are delivered afterwards. */
  List<Sent> patrol();

  /** Wakes the notification function with a message of the findings topic; answers whether every channel was told. */
  boolean tell(Published message);

  /**
   * An event on its way to a function.
   *
   * @param runbook whose function it is for; empty: those that the event rules name
   */
  record Sent(String runbook, String payload) {}

  /** Turns the kill switch. */
  void turn(boolean run, String why);
}
