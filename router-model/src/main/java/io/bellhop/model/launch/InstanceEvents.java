package io.bellhop.model.launch;

import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import java.util.List;

/** Port: what happened lately to what agents run. Thread safe. */
public interface InstanceEvents {
  /** The last events of an app, oldest first; blocks until the store answers, in time. */
  List<InstanceEvent> of(AppName app) throws StoreException;
}
