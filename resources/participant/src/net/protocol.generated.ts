/// Written from the messages' descriptions by `marathon-server describe page-types`; do not edit.

/// What an entry of the page's numbered stream may be.
export type EntryType = 'incident' | 'draft' | 'run' | 'submit' | 'consent' | 'ack_warning' | 'finish' | 'void';

export interface ParticipantHello {
  client_id: string;
  last_server_seq?: number;
  tab_id?: string;
  v: number;
}

export interface ClientEntry {
  body?: Record<string, unknown>;
  id?: string;
  seq: number;
  type: string;
}

export interface IncidentBody {
  causes?: unknown;
  context?: Record<string, unknown>;
  count?: number;
  duration_ms?: number;
  evidence?: Record<string, unknown>;
  kind: string;
  phase?: 'open' | 'closed';
  started_at?: string;
}

export interface DraftBody {
  language: string;
  problem?: string;
  rev?: number;
  source: string;
}

export interface SubmitBody {
  client_at?: string;
  client_ref?: string;
  language: string;
  problem?: string;
  source: string;
}

export interface RunBody {
  input?: string;
  language: string;
  problem?: string;
  source: string;
}

export interface ConsentBody {
  version: number;
}

export interface WarningAckBody {
  id?: string;
}

export interface FinishBody {
  round: number;
}

export interface ParticipantLogin {
  email?: string;
  participant_id?: string;
  password: string;
}

export interface SignInAnswer {
  expires_at: string;
  participant?: {
    college: string;
    department: string;
    email: string;
    hall: string;
    id: string;
    name: string;
    participant_id: string;
    seat: string;
    status: 'active' | 'suspended' | 'disqualified' | 'not_selected' | 'finished';
  };
  session_id: string;
  staff?: {
    halls: string[];
    id: string;
    name: string;
    role: 'nobody' | 'participant' | 'viewer' | 'proctor' | 'operator' | 'admin' | 'judge';
    username: string;
  };
  token: string;
}

export interface SessionView {
  account: string;
  expires_at: string;
  halls?: string[];
  role: 'nobody' | 'participant' | 'viewer' | 'proctor' | 'operator' | 'admin' | 'judge';
  session_id: string;
}

export interface ProblemDetails {
  detail: string;
  errors?: {
    detail: string;
    field: string;
  }[];
  status: number;
  title: string;
  type: string;
}

export interface ContestView {
  ends_at: string | null;
  id: string;
  message: string | null;
  name: string;
  resumes_at: string | null;
  rounds: {
    duration_ms: number;
    ends_at: string | null;
    languages: string[];
    name: string;
    number: number;
    problem_count: number;
    starts_at: string | null;
    state: 'locked' | 'countdown' | 'active' | 'paused' | 'closed';
  }[];
  server_time: string;
  starts_at: string | null;
  state: 'draft' | 'scheduled' | 'live' | 'paused' | 'ended' | 'finalised';
}

export interface RoundView {
  duration_ms: number;
  ends_at: string | null;
  languages: string[];
  name: string;
  number: number;
  problem_count: number;
  starts_at: string | null;
  state: 'locked' | 'countdown' | 'active' | 'paused' | 'closed';
}

export interface BoardView {
  contest_id: string;
  frozen: boolean;
  generated_at: string;
  round: number | null;
  rows: {
    college: string;
    disqualified?: boolean;
    name: string;
    participant_id: string;
    problems: {
      attempts: number;
      label: string;
      points: number;
      status: 'untried' | 'waiting' | 'rejected' | 'solved';
      time_s: number;
    }[];
    rank: number | null;
    score: number;
    solved: number;
    time_s: number;
  }[];
  seq: number;
  waiting: number;
}

export interface BoardRow {
  college: string;
  disqualified?: boolean;
  name: string;
  participant_id: string;
  problems: {
    attempts: number;
    label: string;
    points: number;
    status: 'untried' | 'waiting' | 'rejected' | 'solved';
    time_s: number;
  }[];
  rank: number | null;
  score: number;
  solved: number;
  time_s: number;
}

export interface MeView {
  clock: {
    contest_state: 'draft' | 'scheduled' | 'live' | 'paused' | 'ended' | 'finalised';
    ends_at: string | null;
    message: string | null;
    remaining_ms: number | null;
    resumes_at: string | null;
    round: number | null;
    round_name: string | null;
    running: boolean;
    server_now: string;
    starts_at: string | null;
    state: 'locked' | 'countdown' | 'active' | 'paused' | 'closed' | null;
  };
  closed_because: string;
  consent: {
    accepted_at: string | null;
    text: string;
    version: number;
  };
  contest: {
    id: string;
    name: string;
    state: 'draft' | 'scheduled' | 'live' | 'paused' | 'ended' | 'finalised';
  };
  open_round: number;
  participant: {
    college: string;
    hall: string;
    id: string;
    name: string;
    participant_id: string;
    seat: string;
  };
  points: {
    limit: number;
    risk: 'low' | 'medium' | 'high' | 'critical';
    total: number;
  };
  policy: {
    block: {
      context_menu?: boolean;
      copy?: boolean;
      cut?: boolean;
      keys?: boolean;
      paste?: boolean;
      selection?: boolean;
    };
    enabled: Record<string, boolean>;
    fullscreen_required: boolean;
    grace: number;
    limit: number;
    preset: string;
    warning_at: number;
  };
  reason: string | null;
  status: 'active' | 'suspended' | 'disqualified' | 'not_selected' | 'finished';
  until: string | null;
  violations: {
    count: number;
    counted: boolean;
    duration_ms: number;
    excused: boolean;
    incident_id: string;
    kind: 'away.tab' | 'away.window' | 'away.page' | 'fullscreen.exit' | 'clip.paste.external' | 'clip.copy.page' | 'clip.cut' | 'edit.bulk' | 'edit.program' | 'key.restricted' | 'key.printscreen' | 'menu.context' | 'devtools.suspect' | 'screen.extended' | 'net.gap' | 'page.stalled' | 'session.second' | 'session.ip_change' | 'client.unreported_gap' | 'rate.submit' | 'staff.observed';
    level: 'info' | 'low' | 'medium' | 'high';
    phase: 'open' | 'closed';
    points: number;
    seq: number;
    source: 'page' | 'server' | 'staff';
    started_at: string;
    title: string;
  }[];
  warnings: {
    acknowledged_at: string | null;
    at: string;
    id: string;
    limit: number;
    text: string;
    total: number;
  }[];
}

export interface ClockView {
  contest_state: 'draft' | 'scheduled' | 'live' | 'paused' | 'ended' | 'finalised';
  ends_at: string | null;
  message: string | null;
  remaining_ms: number | null;
  resumes_at: string | null;
  round: number | null;
  round_name: string | null;
  running: boolean;
  server_now: string;
  starts_at: string | null;
  state: 'locked' | 'countdown' | 'active' | 'paused' | 'closed' | null;
}

export interface PolicyView {
  block: {
    context_menu?: boolean;
    copy?: boolean;
    cut?: boolean;
    keys?: boolean;
    paste?: boolean;
    selection?: boolean;
  };
  enabled: Record<string, boolean>;
  fullscreen_required: boolean;
  grace: number;
  limit: number;
  preset: string;
  warning_at: number;
}

export interface WarningView {
  acknowledged_at: string | null;
  at: string;
  id: string;
  limit: number;
  text: string;
  total: number;
}

export interface ViolationView {
  count: number;
  counted: boolean;
  duration_ms: number;
  excused: boolean;
  incident_id: string;
  kind: 'away.tab' | 'away.window' | 'away.page' | 'fullscreen.exit' | 'clip.paste.external' | 'clip.copy.page' | 'clip.cut' | 'edit.bulk' | 'edit.program' | 'key.restricted' | 'key.printscreen' | 'menu.context' | 'devtools.suspect' | 'screen.extended' | 'net.gap' | 'page.stalled' | 'session.second' | 'session.ip_change' | 'client.unreported_gap' | 'rate.submit' | 'staff.observed';
  level: 'info' | 'low' | 'medium' | 'high';
  phase: 'open' | 'closed';
  points: number;
  seq: number;
  source: 'page' | 'server' | 'staff';
  started_at: string;
  title: string;
}

export interface PointsView {
  limit: number;
  risk: 'low' | 'medium' | 'high' | 'critical';
  total: number;
}

export interface PersonView {
  college: string;
  hall: string;
  id: string;
  name: string;
  participant_id: string;
  seat: string;
}

export interface ProblemView {
  attempts: number;
  buggy_source: Record<string, string>;
  difficulty: string;
  id: string;
  label: string;
  languages: string[];
  limits: {
    memory_mib: number;
    output_mib: number;
    time_ms: number;
  };
  open: boolean;
  points: number;
  revision: number;
  round: number;
  samples: {
    input: string;
    name: string;
    output: string;
  }[];
  statement_html: string;
  status: 'untried' | 'waiting' | 'rejected' | 'solved';
  title: string;
}

export interface DraftView {
  at: string | null;
  language: string | null;
  rev: number;
  source: string | null;
}

export interface DraftStored {
  rev: number;
}

export interface RunAccepted {
  run_id: string;
}

export interface RunView {
  compile_output: string;
  memory_kib: number;
  problem: string;
  run_id: string;
  state: string;
  tests: {
    expected?: string;
    input: string;
    memory_kib: number;
    name: string;
    output: string;
    stderr: string;
    time_ms: number;
    verdict: 'AC' | 'WA' | 'TLE' | 'MLE' | 'RTE' | 'OLE' | 'CE' | 'JE';
  }[];
  time_ms: number;
  verdict: 'AC' | 'WA' | 'TLE' | 'MLE' | 'RTE' | 'OLE' | 'CE' | 'JE';
}

export interface RunTestView {
  expected?: string;
  input: string;
  memory_kib: number;
  name: string;
  output: string;
  stderr: string;
  time_ms: number;
  verdict: 'AC' | 'WA' | 'TLE' | 'MLE' | 'RTE' | 'OLE' | 'CE' | 'JE';
}

export interface SubmissionView {
  client_at?: string;
  client_ref: string;
  compile_output?: string;
  counted: boolean;
  forced: boolean;
  held: boolean;
  id: string;
  judged_at?: string;
  label: string;
  language: string;
  late: boolean;
  memory_kib?: number;
  participant_id?: string;
  points?: number;
  problem: string;
  received_at: string;
  round: number;
  seq: number;
  source?: string;
  test_count?: number;
  tests_passed?: number;
  time_ms?: number;
  verdict: 'AC' | 'WA' | 'TLE' | 'MLE' | 'RTE' | 'OLE' | 'CE' | 'JE' | null;
}

export interface SubmissionReceipt {
  client_at?: string;
  counted: boolean;
  id: string;
  late: boolean;
  received_at: string;
  seq: number;
}

export interface AnnouncementView {
  at: string;
  id: string;
  text: string;
}

export interface OutboxAnswer {
  results: Record<string, unknown>;
  up_to: number;
}
