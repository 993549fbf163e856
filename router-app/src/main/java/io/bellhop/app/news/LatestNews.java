package io.bellhop.app.news;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.AgentJson;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.news.AppNews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one reader has not been told yet of what happened to an app, each thing once. What the
 * reader knows from before is said by a mark: the number of the last event of instances, and the
 * time and key of the last of the others. For one thread.
 */
public final class LatestNews {
  // Of what is known when a reader begins; what comes later is told in full.
  private static final int MOST_AT_FIRST = 50;

  private final AppNews source;
  private final AppName app;
  private final Set<String> told = new HashSet<>();
  private Mark mark;
  private long seenNumber;
  private boolean begun;

  /**
   * Up to where a reader was told.
   *
   * @param number of the last event of instances; 0 for none
   * @param millis when the last of the others was; 0 for none
   * @param key of that one
   */
  public record Mark(long number, long millis, String key) {
    /** Nothing was told. */
    public static final Mark NONE = new Mark(0, 0, "");

    private static final int PARTS = 3;

    /** Reads what {@link #text()} writes; anything else is none. */
    public static Mark parse(String text) {
      String[] parts = text.split("/", PARTS);
      return parts.length == PARTS
          ? new Mark(number(parts[0]), number(parts[1]), parts[2])
          : new Mark(number(text), 0, "");
    }

    private static long number(String text) {
      return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** In letters that an HTTP header may have. */
    public String text() {
      return number + "/" + millis + "/" + key;
    }

    Mark after(NewsEvent event) {
      return new Mark(number, Math.max(millis, event.at().toEpochMilli()), event.key());
    }
  }

  /** Of which this much is known to the reader already. */
  public LatestNews(AppNews source, AppName app, Mark mark) {
    this.source = source;
    this.app = app;
    this.mark = mark;
    this.seenNumber = mark.number();
  }

  /** What is new, oldest first; blocks until the store answers, in time. */
  public List<NewsEvent> read() throws StoreException {
    List<InstanceEvent> instances = source.of(app);
    List<NewsEvent> others = new ArrayList<>(SleepNews.of(source.sleep(app)));
    others.addAll(RunNews.of(source.runs(app)));
    List<NewsEvent> news = new ArrayList<>(unseen(others));
    for (InstanceEvent event : instances) {
      if (event.number() > seenNumber) {
        seenNumber = event.number();
        ObjectNode data = (ObjectNode) AgentJson.tree(event);
        news.add(new NewsEvent("" + event.number(), "instance", event.at(), data));
      }
    }
    news.sort(Comparator.comparing(NewsEvent::at));
    return news;
  }

  private List<NewsEvent> unseen(List<NewsEvent> all) {
    List<NewsEvent> fresh =
        all.stream()
            .filter(event -> begun || event.at().toEpochMilli() >= mark.millis())
            .filter(event -> begun || !event.key().equals(mark.key()))
            .filter(event -> !told.contains(event.key()))
            .sorted(Comparator.comparing(NewsEvent::at))
            .toList();
    told.clear();
    told.addAll(all.stream().map(NewsEvent::key).collect(Collectors.toSet()));
    List<NewsEvent> news =
        begun ? fresh : fresh.subList(Math.max(0, fresh.size() - MOST_AT_FIRST), fresh.size());
    begun = true;
    return news;
  }

  /** An event was told to the reader; the mark by which it goes on after that. */
  public Mark told(NewsEvent event) {
    mark =
        event.name().equals("instance")
            ? new Mark(Long.parseLong(event.key()), mark.millis(), mark.key())
            : mark.after(event);
    return mark;
  }
}
