package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.postgres.BlockerForest.Edge;
import io.auroraresponder.postgres.BlockerForest.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class BlockerForestTest {
  @Test
  void findsTheRootOfAChainAndWhoStandsInTheMiddle() {
    BlockerForest forest = BlockerForest.of(List.of(new Edge(2, 1), new Edge(3, 2), new Edge(4, 2), new Edge(9, 8)));

    List<Tree> trees = forest.trees();

    assertThat(trees).containsExactly(new Tree(1, List.of(2, 3, 4), 2), new Tree(8, List.of(9), 1));
    assertThat(forest.middles(trees.get(0))).containsExactly(2);
  }

  @Test
  void putsASessionThatWaitsForTwoUnderBoth() {
    assertThat(BlockerForest.of(List.of(new Edge(3, 1), new Edge(3, 2))).trees())
        .containsExactly(new Tree(1, List.of(3), 1), new Tree(2, List.of(3), 1));
  }

  @Test
  void letsTheLowestOfARingStandIn() {
    assertThat(BlockerForest.of(List.of(new Edge(5, 6), new Edge(6, 5))).trees()).containsExactly(new Tree(5, List.of(6), 1));
  }

  @Test
  void isDoneWithAQueueOfAHundredStrongLocks() {
    List<Edge> edges = new ArrayList<>();
    for (int waiter = 2; waiter <= 101; waiter++) {
      for (int ahead = 1; ahead < waiter; ahead++) {
        edges.add(new Edge(waiter, ahead));
      }
    }

    Tree tree = BlockerForest.of(edges).trees().get(0);

    assertThat(tree.root()).isEqualTo(1);
    assertThat(tree.below()).hasSize(100);
    assertThat(tree.depth()).isEqualTo(100);
  }

  @Property(tries = 300, seed = "20261124")
  void everyWaiterStandsInATreeAndNoTreeHoldsItsRoot(@ForAll("edges") List<Edge> edges) {
    List<Tree> trees = BlockerForest.of(edges).trees();

    Set<Integer> placed = new HashSet<>();
    for (Tree tree : trees) {
      assertThat(tree.below()).doesNotContain(tree.root()).doesNotHaveDuplicates();
      assertThat(tree.depth()).isBetween(1, tree.below().size());
      placed.addAll(tree.below());
      placed.add(tree.root());
    }
    assertThat(placed).containsAll(edges.stream().filter(edge -> edge.waiter() != edge.blocker()).map(Edge::waiter).toList());
  }

  @Provide
  Arbitrary<List<Edge>> edges() {
    Arbitrary<Integer> pid = Arbitraries.integers().between(1, 9);
    return Combinators.combine(pid, pid).as(Edge::new).list().ofMaxSize(20);
  }
}
