import { Stack } from 'aws-cdk-lib';
import {
  DashboardVariable,
  DefaultValue,
  type IVariable,
  type IWidget,
  Values,
  VariableInputType,
  VariableType,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { checkList, checkPattern, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';
import { type CountedDashboard, widgetsOf } from './counted-dashboard';
import type { DashboardEnvironments } from './dashboard-environments';
import { fixedTexts } from './fixed-text';
import { MAX_VARIABLES } from './pages';
import { PAGE_DIMENSION } from './split-rows';

/** The variables of dashboards: each where there is something that it changes. */
export class Variables {
  private readonly done = new Set<CountedDashboard>();

  constructor(
    private readonly scope: IConstruct,
    private readonly environments?: DashboardEnvironments,
    private readonly own: IVariable[] = [],
  ) {
    if (environments) checkEnvironments(scope, environments);
  }

  /** Once, when all widgets are known; `ours` makes those that are not the user's, where somebody asks. */
  public addTo(
    dashboards: readonly CountedDashboard[],
    pageSearch: string | undefined,
    ours: () => readonly IWidget[],
  ): void {
    const { scope, environments } = this;
    const isAsked = environments !== undefined || pageSearch !== undefined;
    const bodyOf = (dashboard: CountedDashboard) => JSON.stringify(Stack.of(scope).resolve(widgetsOf(dashboard)));
    const bodies = dashboards.map((dashboard) => (isAsked ? bodyOf(dashboard) : ''));
    if (environments) {
      this.checkOccurs(bodies, environments.current);
      this.checkStandsAlone(ours(), environments.current);
    }
    dashboards.forEach((dashboard, at) => {
      if (this.done.has(dashboard)) return;
      this.done.add(dashboard);
      const variables = [
        ...(environments && occurs(bodies[at], environments.current) !== false
          ? [environmentVariable(environments)]
          : []),
        ...(pageSearch !== undefined && bodies[at].includes(`"${PAGE_DIMENSION}"`) ? [pageVariable(pageSearch)] : []),
        ...this.own,
      ];
      const fix = 'leave some out, or make two of them one';
      checkList(this.scope, 'variables', variables, { max: MAX_VARIABLES, because: ', ours included', fix });
      for (const variable of variables) dashboard.addVariable(variable);
    });
  }

  /** CloudWatch replaces it wherever it stands, also within words of the dashboard's own. */
  private checkStandsAlone(ours: readonly IWidget[], current: string): void {
    const widgets = Stack.of(this.scope).resolve(ours.flatMap((widget) => widget.toJson()));
    const broken = fixedTexts(widgets).find((text) => text.includes(current));
    if (broken === undefined) return;
    const at = broken.indexOf(current);
    fail(this.scope, {
      what: 'environments.current',
      got: current,
      expected: `a part of names only: it would be replaced in "${broken.slice(Math.max(0, at - 20), at + 30)}", too`,
      fix: `take more of the names, such as "-${current}", and of those of the others`,
    });
  }

  private checkOccurs(bodies: string[], current: string): void {
    if (bodies.some((body) => occurs(body, current) !== false)) return;
    fail(this.scope, {
      what: 'environments.current',
      got: current,
      expected: 'a part of names in the dashboard, which the variable would replace',
      fix: 'state names that have it in them, such as appMonitorName and canaryName, or leave environments out',
    });
  }
}

/** Moves the lines that are of one page to another one. */
function pageVariable(search: string): IVariable {
  return new DashboardVariable({
    id: 'page',
    label: 'Page',
    type: VariableType.PROPERTY,
    inputType: VariableInputType.SELECT,
    value: PAGE_DIMENSION,
    values: Values.fromSearch(search, PAGE_DIMENSION),
    defaultValue: DefaultValue.FIRST,
  });
}

/** Puts the name of another environment wherever that of this one stands. */
function environmentVariable({ current, others }: DashboardEnvironments): IVariable {
  return new DashboardVariable({
    id: 'environment',
    label: 'Environment',
    type: VariableType.PATTERN,
    inputType: VariableInputType.SELECT,
    value: current,
    values: Values.fromValues(...[current, ...others].map((value) => ({ value }))),
    defaultValue: DefaultValue.value(current),
  });
}

/** Whether a text of widgets has in it what a pattern replaces; undefined where names are known at deployment only. */
function occurs(body: string, pattern: string): boolean | undefined {
  if (body.includes(pattern)) return true;
  return /{"(Ref":"(?!AWS::)|Fn::\w+":)/.test(body) ? undefined : false;
}

/** Refuses names that are none, or one twice. */
function checkEnvironments(scope: IConstruct, { current, others }: DashboardEnvironments): void {
  const rule = {
    pattern: /^[A-Za-z0-9_-]{2,64}$/,
    expected: '2 to 64 letters, digits, "-" or "_"',
    fix: 'pass the part of physical names that tells the environment, such as "prod"',
  };
  checkPattern(scope, 'environments.current', current, rule);
  others.forEach((other, index) => {
    checkPattern(scope, `environments.others[${index}]`, other, rule);
  });
  checkUnique(scope, 'environments', [current, ...others], {
    expected: 'different environments',
    fix: 'name each once',
  });
}
