package io.bellhop.model.launch;

import io.bellhop.model.StoreException;
import java.util.List;

/** Port: which agents there are. Thread safe. */
public interface Agents {
  /** The agents that are alive, as the store has them now; blocks until it answers, in time. */
  List<AgentInfo> alive() throws StoreException;
}
