"""An institution of a brief is looked for in the list, in either language."""

import pytest

from bot.checks.listed import unlisted_institutions

LISTED = [
    ("清华大学", "Department of Automation, Tsinghua University"),
    ("清华大学与北京大学", "Peking University, Tsinghua University"),
    ("清华大学和北京大学", "Peking University Beijing, Tsinghua University Beijing"),
    ("北京大学、Lane Institute of Queues", "Lane Institute of Queues, Peking University"),
    ("中国科学院计算技术研究所", "Institute of Computing Technology, Chinese Academy of Sciences"),
    ("中国科学院数学与系统科学研究院", "Academy of Mathematics and Systems Science, CAS"),
    ("华东师范大学", "Department of Computer Science East, China Normal University Shanghai"),
    ("腾讯公司", "Tencent Inc, Lane University"),
    ("香港科技大学", "HKUST(GZ), Lane University"),
    ("浦项科技大学（POSTECH）", "University of Science and Technology (POSTECH)"),
    ("IIT Bombay", "Department of Physics, Indian Institute of Technology Bombay"),
    ("Huawei Research", "Huawei"),
    ("谷歌研究院", "Google"),
    ("约翰霍普金斯大学", "Johns Hopkins University"),
    ("车道大学", "Lane University, Tsinghua University"),  # a translation that no table has
    ("江西车道师范大学", "Lane Normal University, Jiangxi"),
    ("车道实验室", "Lane Lab, Tsinghua University"),
    ("车道引擎", "Lane Engine, Tsinghua University"),
    ("Google Brain, Google Research and MIT", "MIT, Google Brain, Lane University, Google Research"),
]
UNLISTED = [
    ("清华大学", "", ("清华大学",)),
    ("Lane University", "", ("Lane University",)),
    ("北京大学", "Tsinghua University", ("北京大学",)),
    ("清华大学、北京大学", "Tsinghua University", ("北京大学",)),
    ("清华大学与北京大学", "Lane University, Peking University", ("清华大学",)),
    ("香港大学", "The Chinese University of Hong Kong", ("香港大学",)),
    ("Lane University", "Tsinghua University", ("Lane University",)),
    ("车道大学", "Tsinghua University, Peking University", ("车道大学",)),
    ("三星中国研究院", "Lane Laboratory, Tsinghua University", ("三星中国研究院",)),
    ("OpenAI实验室", "Lane Laboratory", ("OpenAI实验室",)),
    ("江西车道师范大学", "Lane University, Tsinghua University", ("江西车道师范大学",)),
    ("车道实验室", "School of Queues, Tsinghua University", ("车道实验室",)),
    ("车道引擎", "Department of Queues, Tsinghua University", ("车道引擎",)),
    ("约翰霍普金斯大学", "Lane University, Tsinghua University", ("约翰霍普金斯大学",)),
]


@pytest.mark.parametrize(("names", "institutions"), LISTED)
def test_a_listed_institution_is_found(names: str, institutions: str) -> None:
    assert unlisted_institutions(names, institutions) == ()


@pytest.mark.parametrize(("names", "institutions", "unlisted"), UNLISTED)
def test_an_institution_outside_the_list_is_named(
    names: str, institutions: str, unlisted: tuple[str, ...]
) -> None:
    assert unlisted_institutions(names, institutions) == unlisted
