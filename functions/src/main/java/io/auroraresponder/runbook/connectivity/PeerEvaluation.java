package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.SecurityGroup.GroupPeer;
import io.auroraresponder.observation.SecurityGroup.Rule;
import io.auroraresponder.runbook.connectivity.RuleBook.Peer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds one peer against rules, one after the other, and adds up what they say. */
final class PeerEvaluation {
  /** More reasons than this tell a reader nothing new. */
  private static final int MOST_DOUBTS = 3;

  private final Peer peer;
  private final Map<String, Reading<List<String>>> prefixLists;
  private final Instant at;
  private final Set<Phrase> doubts = new LinkedHashSet<>();
  private final Set<Cidr> admitted = new LinkedHashSet<>();
  private final Set<Cidr> parts = new LinkedHashSet<>();
  private Optional<Phrase> opened = Optional.empty();
  private Phrase lastAdmission = Phrase.EMPTY;

  PeerEvaluation(Peer peer, Map<String, Reading<List<String>>> prefixLists, Instant at) {
    this.peer = peer;
    this.prefixLists = prefixLists;
    this.at = at;
  }

  void doubt(Phrase why) {
    doubts.add(why);
  }

  /** A rule that covers the protocol and port. */
  void meet(String groupId, Rule rule) {
    rule.groups().forEach(named -> meet(groupId, named));
    rule.ipv4().forEach(block -> meet(groupId, block, ""));
    rule.ipv6().forEach(block -> meet(groupId, block, ""));
    for (String list : rule.prefixLists()) {
      Reading<List<String>> resolved = prefixLists.getOrDefault(list, Reading.unavailable("it was not looked up"));
      switch (resolved) {
        case Reading.Unavailable<List<String>> gap -> doubt(Phrase.of("prefix list " + list + " of " + groupId + " could not be resolved"));
        case Reading.Known<List<String>> known -> known.value().forEach(block -> meet(groupId, block, " (prefix list " + list + ")"));
      }
    }
  }

  private void meet(String groupId, GroupPeer named) {
    if (named.owner().isEmpty()) {
      // A rule that names a group that is gone admits nobody.
      return;
    }
    if (!named.peeringStatus().isEmpty() && !named.peeringStatus().equals("active")) {
      return;
    }
    if (peer.groupIds().contains(named.groupId())) {
      open(Phrase.of(groupId + (groupId.equals(named.groupId()) ? " allows its own members" : " allows " + named.groupId())));
    } else if (peer.groupIds().isEmpty()) {
      doubt(Phrase.of(groupId + " names " + named.groupId() + ", and whether " + peer.name() + " belongs to it is not known"));
    }
  }

  private void meet(String groupId, String text, String from) {
    Optional<Cidr> block = Cidr.parse(text);
    Phrase words = Phrase.of(groupId + " allows {}" + from, RuleBook.fact(groupId, at, text));
    if (block.isEmpty()) {
      doubt(words.and("", Phrase.of(", which is not a readable address block")));
      return;
    }
    if (peer.blocks().isEmpty()) {
      meetUnknownAddress(block.get(), words);
      return;
    }
    peer.blocks().stream().filter(block.get()::contains).forEach(inside -> admit(inside, words));
    parts.add(block.get());
    if (peer.blocks().stream().anyMatch(one -> one.overlaps(block.get()) && !block.get().contains(one))) {
      doubt(words.and("", Phrase.of(", which is only a part of where " + peer.name() + " is")));
    }
  }

  /** Whatever the address is, it lies in 0.0.0.0/0; whether it is an IPv6 address at all is not known. */
  private void meetUnknownAddress(Cidr block, Phrase words) {
    if (block.isEverything() && block.isV4()) {
      open(words);
    } else {
      doubt(words.and("", Phrase.of(", and the address of " + peer.name() + " is not known")));
    }
  }

  private void admit(Cidr inside, Phrase words) {
    admitted.add(inside);
    lastAdmission = words;
  }

  private void open(Phrase why) {
    if (opened.isEmpty()) {
      opened = Optional.of(why);
    }
  }

  RuleVerdict passage() {
    if (opened.isPresent()) {
      return RuleVerdict.open(opened.get());
    }
    if (!admitted.isEmpty() && admitted.containsAll(peer.blocks())) {
      return RuleVerdict.open(lastAdmission);
    }
    if (!peer.blocks().isEmpty() && peer.blocks().stream().allMatch(one -> one.coveredBy(parts))) {
      return RuleVerdict.open(Phrase.of("several rules together allow every address that " + peer.name() + " may have"));
    }
    if (!admitted.isEmpty()) {
      return RuleVerdict.doubt(lastAdmission.and("", Phrase.of(", but not every address that " + peer.name() + " may have")));
    }
    return doubts.isEmpty() ? RuleVerdict.CLOSED : RuleVerdict.doubt(Phrase.join("; ", doubts.stream().limit(MOST_DOUBTS).toList()));
  }
}
