package io.auroraresponder.ledger;

import java.util.List;
import java.util.Optional;

/**
 * All that people have said, as the operators' table has it.
 *
 * @param orders oldest first, as are approvals and silences
 * @param refused a sentence for each item that is none of these
 */
public record OperatorRecords(
    Optional<Stop> stop, Optional<Run> run, List<Order> orders, List<Approval> approvals, List<Silence> silences, List<String> refused) {

  public static final OperatorRecords NONE =
      new OperatorRecords(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of());

  public OperatorRecords {
    orders = List.copyOf(orders);
    approvals = List.copyOf(approvals);
    silences = List.copyOf(silences);
    refused = List.copyOf(refused);
  }

  /** The switch as it stands for the ledger's table of this id. */
  public KillSwitch killSwitch(String tableId) {
    return KillSwitch.of(stop, run, tableId);
  }
}
