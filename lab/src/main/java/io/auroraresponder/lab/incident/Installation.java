package io.auroraresponder.lab.incident;

import java.util.List;

/** The responder as it is installed in an account whose time can go on: what wakes it besides events. */
interface Installation extends Delivery {

  /** One sweep of the leases; what people were told of them. */
  List<Scene.News> sweep();

  /** Turns the kill switch. */
  void turn(boolean run, String why);
}
