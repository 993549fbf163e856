package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.explain.AppFacts;
import io.bellhop.app.explain.Explanation;
import io.bellhop.app.explain.Verdict;
import io.bellhop.app.usage.AppUsage;
import io.bellhop.app.usage.CostSentences;
import io.bellhop.model.RouterId;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.router.failure.Failure;
import java.util.List;
import java.util.Optional;

/** Explanations as the API shows them. */
final class ExplanationView {
  private ExplanationView() {}

  static ObjectNode of(
      RouterId router, AppFacts facts, Optional<SleepStatus> sleep, Optional<AppUsage> usage) {
    List<String> cost = usage.map(used -> CostSentences.of(used, sleep)).orElse(List.of());
    Explanation explanation = Explanation.of(facts, sleep, cost);
    ObjectNode body = InstanceView.head(router, facts);
    body.set("verdict", of(explanation.verdict()));
    ArrayNode sections = body.putArray("sections");
    for (Explanation.Section section : explanation.sections()) {
      ObjectNode entry = sections.addObject().put("about", section.about());
      ArrayNode sentences = entry.putArray("sentences");
      section.sentences().forEach(sentences::add);
    }
    ArrayNode advice = body.putArray("advice");
    explanation.advice().forEach(advice::add);
    return body;
  }

  private static ObjectNode of(Verdict verdict) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (verdict instanceof Verdict.Served) {
      body.put("outcome", "served");
    } else if (verdict instanceof Verdict.Waits waits) {
      put(body, "waits", waits.then());
    } else if (verdict instanceof Verdict.Fails fails) {
      put(body, "fails", fails.failure());
    } else {
      body.put("outcome", "unknown");
    }
    return body.put("sentence", verdict.sentence());
  }

  private static void put(ObjectNode body, String outcome, Failure failure) {
    body.put("outcome", outcome);
    body.put("status", failure.status());
    body.put("code", failure.code());
    body.put("fault", failure.fault().label());
  }
}
