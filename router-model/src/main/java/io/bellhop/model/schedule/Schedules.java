package io.bellhop.model.schedule;

import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import java.util.List;

/** Port: how the schedules of an app stand. Blocks until answered, with a timeout. Thread safe. */
public interface Schedules {
  /** Those of the app, in the order of their names. */
  List<ScheduleStatus> list(AppSpec app) throws StoreException;
}
