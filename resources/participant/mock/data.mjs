// The mock server's contest: three small problems, one of them with four languages, and some neighbours on the board.
export const consentText = `To keep the contest fair, this page reports some facts about your browser to the staff while your clock is running.

What is reported:
- that another tab, window or program was in front, and for how long
- leaving fullscreen, if the contest asks for it
- text pasted from outside: its size and its first 200 characters
- restricted keys (for example F12), the context menu, and copying from the page
- the state of your connection, your network address and the name of your browser

What is never recorded: camera, microphone, your screen, the content of other tabs, your keystrokes, your files.

Who sees it: the staff of this contest, and you: everything is listed under "What was recorded".

How long: it is deleted 30 days after the results are published.

What may happen: reports add up to points. You are warned first. At the limit the contest ends for you until a person has looked at it. You can write a statement, and every step can be taken back.`;

const palindromeC = `#include <stdio.h>
#include <string.h>
#include <ctype.h>

/* Only letters count, and their case does not matter. */
int is_palindrome(const char *text)
{
    int left = 0;
    int right = strlen(text);

    while (left < right) {
        if (!isalpha((unsigned char)text[left])) {
            left++;
        } else if (!isalpha((unsigned char)text[right])) {
            right--;
        } else if (tolower(text[left]) != text[right]) {
            return 0;
        } else {
            left++;
            right--;
        }
    }
    return 1;
}

int main(void)
{
    char line[256];

    while (fgets(line, sizeof line, stdin))
        printf("%s\\n", is_palindrome(line) ? "yes" : "no");
    return 0;
}
`;

const sumC = `#include <stdio.h>

int main(void)
{
    int n, sum = 0;

    scanf("%d", &n);
    for (int i = 1; i < n; i++)
        sum += i;
    printf("%d\\n", sum);
    return 0;
}
`;

const sumPython = `n = int(input())
total = 0
for i in range(1, n):
    total += i
print(total)
`;

const sumJava = `import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        long sum = 0;
        for (int i = 1; i < n; i++)
            sum += i;
        System.out.println(sum);
    }
}
`;

const sumJavascript = `const n = Number(require('fs').readFileSync(0, 'utf8'));
let sum = 0;
for (let i = 1; i < n; i++)
  sum += i;
console.log(sum);
`;

const medianC = `#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

int main(void)
{
    int n;
    scanf("%d", &n);
    int *values = malloc(n);
    for (int i = 0; i < n; i++)
        scanf("%d", &values[i]);
    qsort(values, n, sizeof(int), compare);
    printf("%d\\n", values[n / 2]);
    free(values);
    return 0;
}
`;

// `fixed` says whether a program is repaired; the mock runs nothing.
export const problems = [
  {
    id: 'p-palindrome', label: 'A', round: 1, title: 'Check a palindrome', points: 20, difficulty: 'easy', languages: ['c'],
    statement_html: `<p>A line is a <strong>palindrome</strong> if its letters read the same forwards and backwards. Upper and lower case do not matter, and everything that is not a letter is skipped.</p>
<h2>Input</h2><p>Up to 100 lines of at most 200 characters each.</p>
<h2>Output</h2><p>For each line <code>yes</code> or <code>no</code>.</p>
<p>The program gives wrong answers for some lines. Find out for which, and repair it:</p><ul><li>change as little as you can,</li><li>keep the function <code>is_palindrome</code>.</li></ul>`,
    buggy_source: { c: palindromeC },
    samples: [{ input: 'Never odd or even\nhello\n', output: 'yes\nno\n' }, { input: 'A man, a plan, a canal: Panama\n', output: 'yes\n' }],
    limits: { time_s: 2, memory_mib: 256 }, status: 'open',
    fixed: (source) => /tolower\([^)]*text\[right\]/.test(source),
  },
  {
    id: 'p-sum', label: 'B', round: 1, title: 'Sum to n', points: 10, difficulty: 'easy', languages: ['c', 'python', 'java', 'javascript'],
    statement_html: '<p>Read <code>n</code> (1 ≤ n ≤ 10000) and print 1 + 2 + … + n.</p>',
    buggy_source: { c: sumC, python: sumPython, java: sumJava, javascript: sumJavascript },
    samples: [{ input: '3\n', output: '6\n' }, { input: '10\n', output: '55\n' }],
    limits: { time_s: 1, memory_mib: 128 }, status: 'open',
    fixed: (source) => /<=\s*n|n\s*\+\s*1/.test(source),
  },
  {
    id: 'p-median', label: 'C', round: 1, title: 'The middle one of many numbers', points: 30, difficulty: 'medium', languages: ['c'],
    statement_html: '<p>Read <code>n</code> numbers and print the median. The program sometimes crashes.</p>',
    buggy_source: { c: medianC },
    samples: [{ input: '3\n5 1 3\n', output: '3\n' }],
    limits: { time_s: 1, memory_mib: 64 }, status: 'open',
    fixed: (source) => /malloc\([^)]*sizeof/.test(source),
  },
];

export function publicProblem({ fixed, ...problem }) {
  return problem;
}

const names = [
  'Asha Raman', 'Bilal Khan', 'Chen Wei', 'Diana Prentice', 'Elif Demir', 'Farid Haddad', 'Grace Mwangi', 'Hiro Tanaka', 'Ines Duarte', 'Jonas Weber', 'Kavya Nair',
  'Liam O’Brien', 'Mei Lin', 'Nadia Petrova', 'Omar Farouk', 'Priya Sharma', 'Quentin Moreau', 'Rosa Jiménez', 'Samuel Adeyemi', 'Tara Singh', 'Usha Menon',
  'Viktor Novák', 'Wanjiru Kamau', 'Yusuf Ali', 'Zoë Martens',
];

export function neighbours() {
  return names.map((name, i) => {
    const solved = i < 6 ? 3 : i < 13 ? 2 : i < 20 ? 1 : 0;
    return {
      participant_id: `DM-${String(i + 101)}`, name, college: ['Northgate College', 'Riverside Institute', 'City University'][i % 3],
      problems: problems.map((problem, p) => ({
        label: problem.label, status: p < solved ? 'solved' : (i + p) % 4 === 1 ? 'tried' : 'open', attempts: p < solved ? 1 + ((i * 7 + p) % 3) : (i + p) % 4 === 1 ? 2 : 0,
        points: p < solved ? problem.points : 0, time_s: p < solved ? 240 + i * 41 + p * 600 : 0,
      })),
    };
  });
}
