"""A decision tree seen as a graph: what is reachable, how deep it is, where it turns in circles. Nothing here recurses."""

from __future__ import annotations

from functools import cached_property

from incidents.rules.packs.shape import Node, Outcome, Tree


class TreeMap:
    """Facts about one tree. Targets that do not exist are left out; another rule reports them."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.nodes: dict[str, Node] = {node.id: node for node in tree.nodes}
        self.outcomes: dict[str, Outcome] = {outcome.id: outcome for outcome in tree.outcomes}
        self.ids: frozenset[str] = frozenset(self.nodes) | frozenset(self.outcomes)

    def next_of(self, id: str) -> list[str]:
        """Where a question's answers lead, each target once; nothing for an outcome."""
        node = self.nodes.get(id)
        return list(dict.fromkeys(answer.go for answer in node.answers if answer.go in self.ids)) if node else []

    @cached_property
    def reached(self) -> frozenset[str]:
        """Every id that some path from the start comes to."""
        waiting = [self.tree.start] if self.tree.start in self.ids else []
        seen: set[str] = set()
        while waiting:
            id = waiting.pop()
            if id not in seen:
                seen.add(id)
                waiting += self.next_of(id)
        return frozenset(seen)

    @cached_property
    def in_order(self) -> list[str]:
        """Reached ids, each after everything that leads to it; ids on or behind a circle are missing."""
        into = dict.fromkeys(self.reached, 0)
        for id in self.reached:
            for target in self.next_of(id):
                into[target] += 1
        ready = [id for id, count in into.items() if count == 0]
        ordered: list[str] = []
        while ready:
            id = ready.pop()
            ordered.append(id)
            for target in self.next_of(id):
                into[target] -= 1
                if into[target] == 0:
                    ready.append(target)
        return ordered

    @cached_property
    def circle(self) -> list[str]:
        """Questions that lead back to themselves, in the order asked; empty in a sound tree."""
        left = set(self.reached) - set(self.in_order)
        # Each id that is left has another one before it, so walking backwards must come round.
        before = {target: id for id in left for target in self.next_of(id) if target in left}
        here = next((id for id in self.nodes if id in left), None)
        walked: dict[str, None] = {}
        while here is not None and here not in walked:
            walked[here] = None
            here = before[here]
        if here is None:
            return []
        backwards = list(walked)
        circle = backwards[backwards.index(here) :][::-1]
        first = circle.index(next(id for id in self.nodes if id in circle))
        return circle[first:] + circle[:first]

    @cached_property
    def depth(self) -> int:
        """The most questions on one path; 0 when the tree turns in circles."""
        if self.circle:
            return 0
        longest = dict.fromkeys(self.in_order, 0)
        for id in self.in_order:
            for target in self.next_of(id):
                longest[target] = max(longest[target], longest[id] + 1)
        return max(longest.values(), default=0)

    @cached_property
    def path_count(self) -> int:
        """How many complete paths there are, counting each answer; 0 when the tree turns in circles."""
        if self.circle:
            return 0
        ways = dict.fromkeys(self.ids, 0)
        ways[self.tree.start] = 1
        for id in self.in_order:
            for answer in self.nodes[id].answers if id in self.nodes else ():
                if answer.go in ways:
                    ways[answer.go] += ways[id]
        return sum(ways[id] for id in self.outcomes)

    def within(self, questions: int) -> frozenset[str]:
        """Ids that can be reached from the start with at most so many answers."""
        found = {self.tree.start}
        for _ in range(questions):
            found |= {target for id in found for target in self.next_of(id)}
        return frozenset(found)
