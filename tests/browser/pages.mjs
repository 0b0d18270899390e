// SPDX-License-Identifier: EUPL-1.2
//
// Every page that a browser looks at. `path`, or `from` + `link` when the address is made by the program: the first link on
// another page that matches (of several links, one after the other). `role` is one of the demo's logins; null is the public. `status` when it is not 200.

const task = 'a.wl__task[href^="/unge/"]:not([href$="/aktivitet"]):not([href*="/plan"])';
const youth = { from: '/i-dag', link: task, role: 'counsellor' };

export const pages = [
  { name: 'front', path: '/', role: null },
  { name: 'front-en', path: '/en', role: null },
  { name: 'goals', path: '/maal', role: null },
  { name: 'goal-1', path: '/maal/1', role: null },
  { name: 'goal-2', path: '/maal/2', role: null },
  { name: 'goal-3', path: '/maal/3', role: null },
  { name: 'goal-4', path: '/maal/4', role: null },
  { name: 'goal-method', path: '/maal/metode', role: null },
  { name: 'privacy', path: '/privatliv', role: null },
  { name: 'about', path: '/om', role: null },
  { name: 'login', path: '/log-ind', role: null },
  { name: 'not-found', path: '/findes-ikke', role: null, status: 404 },

  { name: 'today', path: '/i-dag', role: 'counsellor' },
  { name: 'caseload', path: '/unge', role: 'counsellor' },
  { name: 'youth', ...youth },
  { name: 'youth-edit', ...youth, link: [task, 'a[href$="/stamdata"]'] },
  { name: 'youth-log', ...youth, link: [task, 'a[href$="/log"]'] },
  { name: 'activity', ...youth, link: [task, 'a[href$="/aktivitet"]'] },
  { name: 'plan', ...youth, link: [task, 'a[href$="/plan"]'] },
  { name: 'plan-write', ...youth, link: [task, 'a[href$="/plan"]', 'main a[href$="/skriv"]'] },
  { name: 'plan-wish', ...youth, link: [task, 'a[href$="/plan"]', 'a[href$="/plan/oenske"]'] },
  { name: 'plan-step', ...youth, link: [task, 'a[href$="/plan"]', 'a[href$="/plan/trin"]'] },
  { name: 'plan-course', ...youth, link: [task, 'a[href$="/plan"]', 'a[href$="/plan/forloeb"]'] },
  { name: 'letter', from: '/i-dag?alt=1&type=letter', link: 'a.wl__task', role: 'counsellor' },
  { name: 'letters', ...youth, link: [task, 'a[href$="/breve"]'] },
  { name: 'search', path: '/soeg?q=an', role: 'counsellor' },
  { name: 'search-empty', path: '/soeg?q=zzzzzz', role: 'counsellor' },
  { name: 'classes', path: '/klasser', role: 'counsellor' },
  { name: 'class', from: '/klasser', link: 'main a[href^="/klasser/"]', role: 'counsellor' },
  { name: 'class-session', from: '/klasser', link: ['main a[href^="/klasser/"]', 'a[href$="/hold"]'], role: 'counsellor' },
  { name: 'schools', path: '/skoler', role: 'counsellor' },
  { name: 'school', from: '/skoler', link: 'main a[href^="/skoler/"]', role: 'counsellor' },
  { name: 'account', path: '/min-konto', role: 'counsellor' },

  { name: 'users', path: '/admin/brugere', role: 'admin' },
  { name: 'user-new', path: '/admin/brugere/ny', role: 'admin' },
  { name: 'rules', path: '/admin/regler', role: 'admin' },
  { name: 'rules-2022', path: '/admin/regler?dato=30.9.2022', role: 'team-leader' },
  { name: 'rule', path: '/admin/regler/duty_work_hours', role: 'admin' },
  { name: 'rule-grades', path: '/admin/regler/readiness_threshold', role: 'admin' },
  { name: 'import', path: '/import', role: 'admin' },
  { name: 'spot-checks', path: '/team/stikproever', role: 'team-leader' },
  { name: 'team', path: '/team', role: 'team-leader' },
  { name: 'team-without', path: '/team/uden-vejleder', role: 'team-leader' },
  { name: 'team-absence', path: '/team/fravaer', role: 'team-leader' },
  { name: 'team-handover', path: '/team/overdragelse', role: 'team-leader' },
  { name: 'team-handover-preview', path: '/team/overdragelse?fra=2&til=1', role: 'team-leader' },
];
